package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The directory lists a room no longer.
///
/// @param room number of the room
public record DeletePublishedRoom(long room) implements Row {
    private static final RowKind KIND = RowKind.delete("published_room").key("room").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room);
    }
}
