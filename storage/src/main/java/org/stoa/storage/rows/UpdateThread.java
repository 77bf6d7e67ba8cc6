package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The newest event of a thread, which is in it through another one: a reaction or an edit.
///
/// @param room number of the room
/// @param root number of the root
/// @param lastOrd place of the newest event
/// @param lastEvent number of the newest event
public record UpdateThread(long room, long root, long lastOrd, long lastEvent) implements Row {
    private static final RowKind KIND =
            RowKind.update("thread").key("room", "root").numbers("last_ord", "last_event").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(root).number(lastOrd).number(lastEvent);
    }
}
