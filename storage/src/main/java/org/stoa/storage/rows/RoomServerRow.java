package org.stoa.storage.rows;

import org.stoa.storage.Cells;
import org.stoa.storage.Row;
import org.stoa.storage.RowKind;

/// A stay of a server in a room begins.
///
/// @param room number of the room
/// @param server number of the server
/// @param sinceSlot slot of the change
/// @param joined how many of its users are joined
public record RoomServerRow(long room, long server, int sinceSlot, long joined) implements Row {
    private static final RowKind KIND =
            RowKind.upsert("room_server").key("room", "server", "since").numbers("joined").build();

    @Override
    public RowKind rowKind() {
        return KIND;
    }

    @Override
    public void cells(Cells cells) {
        cells.number(room).number(server).position(sinceSlot).number(joined);
    }
}
