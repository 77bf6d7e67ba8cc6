package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Marks a room as forgotten by a local user, or as remembered.
///
/// @param user number of the user
/// @param room number of the room
/// @param forgotten whether it is forgotten
public record ForgetRoom(long user, long room, boolean forgotten) implements Row {
    private static final RowKind KIND =
            RowKind.update("local_membership").key("user_nid", "room").numbers("forgotten").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user).number(room).flag(forgotten);
    }
}
