package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// The current state of a room from a position on.
///
/// @param room number of the room
/// @param slot slot of the change
/// @param line line of the state
/// @param version version in the line
/// @param oldLine at a change of line: the line before
/// @param oldVersion at a change of line: the version before that is equal, or null
public record RoomVersionRow(
        long room,
        int slot,
        long line,
        long version,
        @Nullable Long oldLine,
        @Nullable Long oldVersion)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("room_version")
                    .key("room", "pos")
                    .numbers("line", "version", "old_line", "old_version")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room)
                .position(slot)
                .number(line)
                .number(version)
                .number(oldLine)
                .number(oldVersion);
    }
}
