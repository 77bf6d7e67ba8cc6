package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A line of states of a room.
///
/// @param line number of the line
/// @param room number of the room
/// @param parentLine line it inherits from; null for a root line
/// @param parentVersion version it inherits from
/// @param depth lines above it, 0 to 4
public record StateLineRow(
        long line, long room, @Nullable Long parentLine, @Nullable Long parentVersion, long depth)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("state_line")
                    .key("line")
                    .numbers("room", "parent_line", "parent_version", "depth")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(line).number(room).number(parentLine).number(parentVersion).number(depth);
    }
}
