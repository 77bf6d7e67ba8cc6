package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// An event mentions a local user, or everybody.
///
/// @param room number of the room
/// @param user number of the user; 0: everybody in the room
/// @param ord place of the event
/// @param thread -1 main, else the number of the thread's root
/// @param extra whether the event itself is not counted
public record MentionRow(long room, long user, long ord, long thread, boolean extra)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("mention")
                    .key("room", "user_nid", "ord")
                    .numbers("thread", "extra")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(user).number(ord).number(thread).flag(extra);
    }
}
