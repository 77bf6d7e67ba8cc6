/// Turning accepted events into the rows of one write.
@NullMarked
package org.stoa.rooms.persist;

import org.jspecify.annotations.NullMarked;
