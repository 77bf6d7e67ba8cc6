package org.stoa.appservice.push;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.stoa.ephemeral.EphemeralCounter;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.Typing;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;

/// What couriers read from. Thread-safe.
final class Source {
    /// Couriers that read at once: when many services come back together, each with a backlog, the connections that are left (two
    /// of four on SQLite) are for people, and there is the memory of two reads.
    private static final int READS_AT_ONCE = 2;

    private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);
    private final Database database;
    private final RoomsModule rooms;
    private final EphemeralModule ephemeral;

    Source(Database database, RoomsModule rooms, EphemeralModule ephemeral) {
        this.database = database;
        this.rooms = rooms;
        this.ephemeral = ephemeral;
    }

    Database database() {
        return database;
    }

    /// Reads in one snapshot, when it is the caller's turn.
    <T> T read(Function<Tx, T> work) {
        reads.acquireUninterruptibly();
        try {
            return database.read(work);
        } finally {
            reads.release();
        }
    }

    Position frontier() {
        return database.frontier().at(Lane.ONLY);
    }

    StoredEvent event(Tx tx, long event) {
        return rooms.events().get(tx, event);
    }

    /// The first of the events with the numbers, by number: until they have so many bytes. Cost: at most one statement.
    Map<Long, StoredEvent> first(Tx tx, List<Long> events, long maxBytes) {
        Map<Long, StoredEvent> first = new HashMap<>();
        for (StoredEvent event : rooms.events().first(tx, events, maxBytes).events()) {
            first.put(event.event(), event);
        }
        return first;
    }

    Room room(long room) {
        return rooms.rooms().get(room);
    }

    RoomId roomId(Tx tx, long room) {
        return rooms.rooms().roomId(tx, room);
    }

    StateView stateNow(Room room) {
        return new StateView(room.visible().head().state(), database.names(), rooms.events());
    }

    Membership membershipAt(Tx tx, Room room, UserId user, StoredEvent event) {
        return rooms.visibility().reader(tx, room, user).membershipAt(event);
    }

    UserId userId(long user) {
        return database.names().userId(user);
    }

    String typeName(long type) {
        return database.names().typeName(type);
    }

    String stateKey(long stateKey) {
        return database.names().stateKeyText(stateKey).text();
    }

    Typing typing() {
        return ephemeral.typing();
    }

    Presence presence() {
        return ephemeral.presence();
    }

    EphemeralCounter counter() {
        return ephemeral.counter();
    }
}
