package org.stoa.federation.history;

import java.util.List;
import java.util.Optional;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.read.ServerReader;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.RoomRepository;

/// The rooms that another server may ask about: those that it is in, or was in once, and whose access control list lets it.
/// Who was thrown out while it could not be reached has to find out about it, so a server that is gone is told of what was
/// before. Thread-safe.
///
/// Spec: server-server-api#server-access-control-lists-acls (v1.19).
public final class AskedRooms {
    private final Database database;
    private final RoomRepository repository = new RoomRepository();
    private final Rooms rooms;
    private final Names names;
    private final RoomAcls acls;

    /// Creates it over the rooms.
    public AskedRooms(Database database, Rooms rooms, Names names, RoomAcls acls) {
        this.database = database;
        this.rooms = rooms;
        this.names = names;
        this.acls = acls;
    }

    /// A room with the server that asks about it.
    ///
    /// @param server number of the server
    /// @param isHere whether it is in the room now; else it may know what was before it left
    public record Asked(Room room, long server, boolean isHere) {
        /// Whether the server may know that there is an event.
        boolean mayKnow(Tx tx, Visibility visibility, StoredEvent event) {
            return isHere || visibility.server(tx, room, server).knows(event);
        }

        /// The events that the server may know of.
        List<StoredEvent> known(Tx tx, Visibility visibility, List<StoredEvent> page) {
            if (isHere) {
                return page;
            }
            ServerReader reader = visibility.server(tx, room, server);
            return page.stream().filter(reader::knows).toList();
        }
    }

    /// The room with the id.
    ///
    /// Errors: M_FORBIDDEN when the server never was in it or may not take part in it, or this server does not have it: a stranger
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
                .filter(server -> acls.allows(room, origin))
                .map(server -> new Asked(room, server, isHere(room, server)))
                .filter(asked -> asked.isHere() || wasHere(room, asked.server()));
    }

    private static boolean isHere(Room room, long server) {
        return room.visible().head().servers().containsKey(server);
    }

    private boolean wasHere(Room room, long server) {
        return !database.read(tx -> repository.stays(tx, room.nid(), server)).isEmpty();
    }

    private static MatrixException refusal(ServerName origin) {
        return new MatrixException(
                ErrorCode.FORBIDDEN,
                origin + " is not in the room, or the room does not let it take part");
    }
}
