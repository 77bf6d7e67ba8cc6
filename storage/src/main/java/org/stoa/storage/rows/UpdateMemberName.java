package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Changes the name that a member of another server has in a room, if an event is still the membership.
///
/// @param user number of the user
/// @param room number of the room
/// @param event number of the membership event
/// @param displayName the name, empty for none
public record UpdateMemberName(long user, long room, long event, String displayName)
        implements Row {
    private static final RowKind KIND =
            RowKind.update("member").key("user_nid", "room", "event").texts("display_name").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user).number(room).number(event).text(displayName);
    }
}
