package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A place in a room's order below which events are missing.
///
/// @param room number of the room
/// @param ord place of the event whose prevs are missing
/// @param missing ids of the missing events
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
public record GapRow(long room, long ord, byte[] missing) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("gap").key("room", "ord").bytes("missing").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(ord).bytes(missing);
    }

    @Override
    public int weight() {
        return 128 + missing.length;
    }
}
