/// Serving timelines, state and single events under the history visibility.
@NullMarked
package org.stoa.rooms.read;

import org.jspecify.annotations.NullMarked;
