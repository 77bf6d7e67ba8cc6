package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes a mention (redaction).
///
/// @param room number of the room
/// @param user number of the user; 0: everybody in the room
/// @param ord place of the event
public record DeleteMention(long room, long user, long ord) implements Row {
    private static final RowKind KIND =
            RowKind.delete("mention").key("room", "user_nid", "ord").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(user).number(ord);
    }
}
