/// Policy servers of rooms: they are asked before an event is taken into the room.
@NullMarked
package org.stoa.federation.policy;

import org.jspecify.annotations.NullMarked;
