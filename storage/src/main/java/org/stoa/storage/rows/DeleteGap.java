package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes a gap: its events came.
///
/// @param room number of the room
/// @param ord place of the event whose prevs were missing
public record DeleteGap(long room, long ord) implements Row {
    private static final RowKind KIND = RowKind.delete("gap").key("room", "ord").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(ord);
    }
}
