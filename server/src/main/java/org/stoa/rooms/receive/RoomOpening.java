package org.stoa.rooms.receive;

import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.Nids;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rows.RoomRow;
import org.stoa.storage.rows.StateLineRow;

/// Makes the place for a room that this server hears of for the first time: a room without events, which nobody finds before
/// it is entered, but which can keep outliers. Thread-safe.
final class RoomOpening {
    private final Database database;
    private final Rooms rooms;
    private final RoomRepository repository = new RoomRepository();

    RoomOpening(Database database, Rooms rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    /// The room, new or not.
    ///
    /// @param version its version, as the server says that takes part in it. What was said before this server was in the
    ///     room, with an invite for example, may have been wrong
    /// @param creator who is noted as the one who made it
    Room open(RoomId roomId, RoomVersion version, UserId creator) {
        Room room = rooms.findKnown(roomId).orElseGet(() -> openNew(roomId, version, creator));
        boolean neverEntered = room.visible().position().value() == 0;
        if (!neverEntered || room.rules().equals(version.rules())) {
            return room;
        }
        database.execute(tx -> repository.setVersion(tx, room.nid(), version.id()));
        return rooms.reload(room);
    }

    private Room openNew(RoomId roomId, RoomVersion version, UserId creator) {
        long number = database.nids().next(Nids.Space.ROOM);
        long line = database.nids().next(Nids.Space.LINE);
        long user = database.names().user(creator);
        RoomRow row =
                new RoomRow(
                        number,
                        roomId.toString(),
                        version.id(),
                        user,
                        line,
                        0,
                        RoomHead.FIRST_ORD - 1,
                        0,
                        1,
                        null,
                        null,
                        false);
        database.execute(
                tx -> {
                    // Somebody else may have been quicker.
                    if (repository.byId(tx, roomId.toString()).isEmpty()) {
                        tx.add(new StateLineRow(line, number, null, null, 0));
                        tx.add(row);
                    }
                });
        return rooms.findKnown(roomId)
                .orElseThrow(() -> new IllegalStateException("no room " + roomId));
    }
}
