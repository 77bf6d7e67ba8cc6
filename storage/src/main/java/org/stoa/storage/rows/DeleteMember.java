package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Removes a user's membership: the current state has none.
///
/// @param room number of the room
/// @param user number of the user
public record DeleteMember(long room, long user) implements Row {
    private static final RowKind KIND = RowKind.delete("member").key("user_nid", "room").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user).number(room);
    }
}
