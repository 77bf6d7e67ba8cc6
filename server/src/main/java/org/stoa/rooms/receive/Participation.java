package org.stoa.rooms.receive;

import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Names;

/// Whether this server takes part in a room.
final class Participation {
    private final ServerName serverName;
    private final Names names;

    Participation(ServerName serverName, Names names) {
        this.serverName = serverName;
        this.names = names;
    }

    /// This server.
    ServerName serverName() {
        return serverName;
    }

    /// Whether a user of this server is joined.
    boolean isHere(RoomHead head) {
        return names.findServer(serverName).filter(head.servers()::containsKey).isPresent();
    }
}
