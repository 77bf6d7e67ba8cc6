package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The current membership of a user, local or remote.
///
/// @param room number of the room
/// @param user number of the user
/// @param membership 0 leave, 1 invite, 2 join, 3 knock, 4 ban
/// @param event number of the membership event
/// @param displayName the name in the room of a joined user of another server, empty for none; null for everybody else
public record MemberRow(
        long room, long user, long membership, long event, @Nullable String displayName)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("member")
                    .key("user_nid", "room")
                    .numbers("membership", "event")
                    .texts("display_name")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(user).number(room).number(membership).number(event).text(displayName);
    }

    @Override
    public int weight() {
        return 128 + (displayName == null ? 0 : 2 * displayName.length());
    }
}
