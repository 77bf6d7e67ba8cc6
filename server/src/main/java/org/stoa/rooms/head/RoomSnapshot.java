package org.stoa.rooms.head;

import org.stoa.storage.Position;

/// A room as of the last of its committed writes. Immutable; what everybody but the room's writer reads.
public record RoomSnapshot(Position position, RoomHead head) {}
