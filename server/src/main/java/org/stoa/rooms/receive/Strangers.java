package org.stoa.rooms.receive;

import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.RoomRepository;

/// Which servers never had anything to do with a room. Thread-safe.
final class Strangers {
    private final Database database;
    private final RoomRepository repository = new RoomRepository();

    Strangers(Database database) {
        this.database = database;
    }

    /// Whether nobody of a server is or ever was joined to the room, as far as is known. While the members are not known, nobody is a
    /// stranger.
    boolean has(Room room, RoomHead head, ServerName server) {
        return !head.isPartial()
                && database.names()
                        .findServer(server)
                        .filter(number -> wasHere(room, head, number))
                        .isEmpty();
    }

    private boolean wasHere(Room room, RoomHead head, long server) {
        return head.servers().containsKey(server)
                || !database.read(tx -> repository.stays(tx, room.nid(), server)).isEmpty();
    }
}
