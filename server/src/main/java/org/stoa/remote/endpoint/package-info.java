/// The endpoints by which servers get to know each other.
@NullMarked
package org.stoa.remote.endpoint;

import org.jspecify.annotations.NullMarked;
