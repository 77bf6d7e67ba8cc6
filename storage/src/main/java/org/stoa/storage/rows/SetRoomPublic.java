package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Lists a room in the directory, or not.
///
/// @param room number of the room
/// @param isPublic whether the directory lists it
public record SetRoomPublic(long room, boolean isPublic) implements Row {
    private static final RowKind KIND =
            RowKind.update("room").key("room").numbers("is_public").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).flag(isPublic);
    }
}
