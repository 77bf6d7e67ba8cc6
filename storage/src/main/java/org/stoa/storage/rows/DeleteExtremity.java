package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes a forward extremity of a room.
///
/// @param room number of the room
/// @param event number of the event
public record DeleteExtremity(long room, long event) implements Row {
    private static final RowKind KIND = RowKind.delete("extremity").key("room", "event").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(event);
    }
}
