package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A counted event that was redacted.
///
/// @param room number of the room
/// @param thread -1 main, else the number of the thread's root
/// @param ord place of the event
public record UncountedRow(long room, long thread, long ord) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("uncounted").key("room", "thread", "ord").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(thread).number(ord);
    }
}
