/// Rooms: the writer of each room, its state, its timeline, and every endpoint about them.
///
/// `head` holds a room in memory; `send` builds events; `receive` takes in those of other servers, `resolve` finds the state before
/// them; `persist` is the only writer of both; `read` serves them. ARCHITECTURE.md follows events through them.
@NullMarked
package org.stoa.rooms;

import org.jspecify.annotations.NullMarked;
