package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// What an event moves in the row of its room.
///
/// @param room number of the room
/// @param currentLine line of the current state
/// @param currentVersion version of the current state in its line
/// @param lastOrd place of the newest event
/// @param depth greatest depth of an extremity
/// @param nextAuthNo next number for an event that can be an auth event
public record UpdateRoomHead(
        long room, long currentLine, long currentVersion, long lastOrd, long depth, long nextAuthNo)
        implements Row {
    private static final RowKind KIND =
            RowKind.update("room")
                    .key("room")
                    .numbers("current_line", "current_version", "last_ord", "depth", "next_auth_no")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room)
                .number(currentLine)
                .number(currentVersion)
                .number(lastOrd)
                .number(depth)
                .number(nextAuthNo);
    }
}
