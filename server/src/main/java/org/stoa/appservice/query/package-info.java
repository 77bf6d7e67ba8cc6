/// What application services are asked: whether names exist that nobody has yet, and what they know of third-party networks.
@NullMarked
package org.stoa.appservice.query;

import org.jspecify.annotations.NullMarked;
