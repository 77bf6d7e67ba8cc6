package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// An event that a server has to be told of although it has no stay in the room.
///
/// @param server number of the server
/// @param slot slot of the event
public record OwedRow(long server, int slot) implements Row {
    private static final RowKind KIND = RowKind.upsert("owed").key("server", "pos").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(server).position(slot);
    }
}
