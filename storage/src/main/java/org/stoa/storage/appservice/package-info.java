/// The tables of application services, and what they follow.
@NullMarked
package org.stoa.storage.appservice;

import org.jspecify.annotations.NullMarked;
