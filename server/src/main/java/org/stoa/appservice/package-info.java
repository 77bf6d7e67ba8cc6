/// Application services: bridges and bots that speak for users of their own, hear of what concerns these, and are asked for
/// names that nobody has yet.
///
/// Spec: application-service-api (v1.19).
@NullMarked
package org.stoa.appservice;

import org.jspecify.annotations.NullMarked;
