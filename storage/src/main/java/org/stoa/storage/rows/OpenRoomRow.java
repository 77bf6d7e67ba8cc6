package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A room whose members everybody may find.
///
/// @param room number of the room
public record OpenRoomRow(long room) implements Row {
    private static final RowKind KIND = RowKind.upsert("open_room").key("room").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room);
    }
}
