package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// Ends the present stay of a server.
///
/// @param room number of the room
/// @param server number of the server
/// @param untilSlot slot of the change
/// @param joined 0
public record CloseRoomServer(long room, long server, int untilSlot, long joined) implements Row {
    private static final RowKind KIND =
            RowKind.update("room_server")
                    .key("room", "server")
                    .numbers("until", "joined")
                    .where("until IS NULL")
                    .build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(server).position(untilSlot).number(joined);
    }
}
