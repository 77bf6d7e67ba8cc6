package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The number of members of a room changes, if the directory lists it.
///
/// @param room number of the room
/// @param members how many are joined
public record UpdatePublishedMembers(long room, int members) implements Row {
    private static final RowKind KIND =
            RowKind.update("published_room").key("room").numbers("members").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(members);
    }
}
