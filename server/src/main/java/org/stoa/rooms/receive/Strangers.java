package org.stoa.rooms.receive;

import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.persist.RoomUpdate;
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
    boolean has(RoomUpdate update, ServerName server) {
        return !update.head().isPartial()
                && database.names()
                        .findServer(server)
                        .filter(number -> wasHere(update, number))
                        .isEmpty();
    }

    private boolean wasHere(RoomUpdate update, long server) {
        return update.head().servers().containsKey(server)
                || !database.read(tx -> repository.stays(tx, update.room().nid(), server))
                        .isEmpty();
    }
}
