package org.stoa.storage.rows;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A room. Replaces the whole row; [UpdateRoomHead] changes what an event moves.
///
/// @param room number of the room
/// @param roomId its id
/// @param version its version
/// @param creator number of the user who made it
/// @param currentLine line of the current state
/// @param currentVersion version of the current state in its line
/// @param lastOrd place of the newest event
/// @param depth greatest depth of an extremity
/// @param nextAuthNo next number for an event that can be an auth event
/// @param partial null when the state is complete
/// @param completedPos position at which the state became complete
/// @param isPublic whether the directory lists it
public record RoomRow(
        long room,
        String roomId,
        String version,
        long creator,
        long currentLine,
        long currentVersion,
        long lastOrd,
        long depth,
        long nextAuthNo,
        @Nullable String partial,
        @Nullable Long completedPos,
        boolean isPublic)
        implements Row {
    private static final RowKind KIND =
            RowKind.upsert("room")
                    .key("room")
                    .texts("room_id", "version")
                    .numbers(
                            "creator",
                            "current_line",
                            "current_version",
                            "last_ord",
                            "depth",
                            "next_auth_no")
                    .texts("partial")
                    .numbers("completed_pos", "is_public")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room)
                .text(roomId)
                .text(version)
                .number(creator)
                .number(currentLine)
                .number(currentVersion)
                .number(lastOrd)
                .number(depth)
                .number(nextAuthNo)
                .text(partial)
                .number(completedPos)
                .flag(isPublic);
    }
}
