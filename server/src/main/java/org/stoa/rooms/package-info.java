/// Rooms: the writer of each room, its state, its timeline, and every endpoint about them.
///
/// `head` holds a room in memory; `send` builds events; `persist` is the only writer of them; `read` serves them.
@NullMarked
package org.stoa.rooms;

import org.jspecify.annotations.NullMarked;
