/// The operation that searches events.
@NullMarked
package org.stoa.search.endpoint;

import org.jspecify.annotations.NullMarked;
