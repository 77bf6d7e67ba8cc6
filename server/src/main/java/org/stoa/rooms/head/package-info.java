/// Rooms in memory: what the next event builds on, and what is committed.
@NullMarked
package org.stoa.rooms.head;

import org.jspecify.annotations.NullMarked;
