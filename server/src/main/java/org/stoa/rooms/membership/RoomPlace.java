package org.stoa.rooms.membership;

import java.util.List;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;

/// A room that somebody wants to enter, and who may be asked when this server is not in it.
///
/// @param via servers that are likely in the room, those to ask first at the front
public record RoomPlace(RoomId roomId, List<ServerName> via) {
    public RoomPlace {
        via = List.copyOf(via);
    }
}
