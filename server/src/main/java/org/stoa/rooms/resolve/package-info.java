/// The state before events: from their prev events, over forks and merges, by the resolution of the room's version. How
/// states are kept as lines: ARCHITECTURE.md, "State is a persistent map in memory and intervals on disk".
@NullMarked
package org.stoa.rooms.resolve;

import org.jspecify.annotations.NullMarked;
