package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A room is no longer one whose members everybody may find.
///
/// @param room number of the room
public record DeleteOpenRoom(long room) implements Row {
    private static final RowKind KIND = RowKind.delete("open_room").key("room").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room);
    }
}
