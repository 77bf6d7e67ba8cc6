package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Counts the joined users of a server in its present stay.
///
/// @param room number of the room
/// @param server number of the server
/// @param joined how many of its users are joined
public record UpdateRoomServer(long room, long server, long joined) implements Row {
    private static final RowKind KIND =
            RowKind.update("room_server")
                    .key("room", "server")
                    .numbers("joined")
                    .where("until IS NULL")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(server).number(joined);
    }
}
