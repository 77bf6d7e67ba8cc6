package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A forward extremity of a room.
///
/// @param room number of the room
/// @param event number of the event
public record ExtremityRow(long room, long event) implements Row {
    private static final RowKind KIND = RowKind.upsert("extremity").key("room", "event").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(event);
    }
}
