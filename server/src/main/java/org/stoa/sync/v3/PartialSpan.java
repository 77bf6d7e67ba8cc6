package org.stoa.sync.v3;

import org.stoa.rooms.head.Room;
import org.stoa.storage.Position;

/// Rooms that were entered before most of their members were known, seen from a position of the stream.
final class PartialSpan {
    private PartialSpan() {}

    /// Whether most of the members were not known at a position.
    static boolean isPartialAt(Room room, long position) {
        boolean isNow = room.visible().head().isPartial();
        return room.visibleAt(new Position(position))
                .map(snapshot -> snapshot.head().isPartial())
                .orElse(isNow || position < room.completedPos());
    }

    /// Whether the members became known after a position and not after another.
    static boolean completedIn(Room room, long from, long to) {
        return from < room.completedPos() && room.completedPos() <= to;
    }
}
