package org.stoa.federation.history;

import java.util.Optional;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Names;

/// The rooms that another server may ask about: those that it is in now, and whose access control list lets it. Thread-safe.
///
/// Spec: server-server-api#server-access-control-lists-acls (v1.19).
public final class AskedRooms {
    private final Rooms rooms;
    private final Names names;
    private final RoomAcls acls;

    /// Creates it over the rooms.
    public AskedRooms(Rooms rooms, Names names, RoomAcls acls) {
        this.rooms = rooms;
        this.names = names;
        this.acls = acls;
    }

    /// A room with the server that asks about it.
    ///
    /// @param server number of the server
    public record Asked(Room room, long server) {}

    /// The room with the id.
    ///
    /// Errors: M_FORBIDDEN when the server is not in it or may not take part in it, or this server does not have it: a stranger
    /// learns nothing about which rooms exist.
    public Asked require(ServerName origin, RoomId roomId) {
        return rooms.find(roomId)
                .flatMap(room -> asked(origin, room))
                .orElseThrow(() -> refusal(origin));
    }

    /// The room with the number, which must exist; as [#require(ServerName, RoomId)].
    public Asked require(ServerName origin, long room) {
        return asked(origin, rooms.get(room)).orElseThrow(() -> refusal(origin));
    }

    private Optional<Asked> asked(ServerName origin, Room room) {
        return names.findServer(origin)
                .filter(room.visible().head().servers()::containsKey)
                .filter(server -> acls.allows(room, origin))
                .map(server -> new Asked(room, server));
    }

    private static MatrixException refusal(ServerName origin) {
        return new MatrixException(
                ErrorCode.FORBIDDEN,
                origin + " is not in the room, or the room does not let it take part");
    }
}
