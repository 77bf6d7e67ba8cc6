package org.stoa.rooms.alias;

import java.util.List;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;

/// The room that an alias stands for.
///
/// @param servers servers that are likely in the room, those to ask first at the front
public record ResolvedAlias(RoomId room, List<ServerName> servers) {
    public ResolvedAlias {
        servers = List.copyOf(servers);
    }
}
