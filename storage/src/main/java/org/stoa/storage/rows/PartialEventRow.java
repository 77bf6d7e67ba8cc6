package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// An event that was checked against less than the whole state of its room.
///
/// @param room number of the room
/// @param event number of the event
public record PartialEventRow(long room, long event) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("partial_event").key("room", "event").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(event);
    }
}
