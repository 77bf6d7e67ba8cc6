package org.stoa.rooms.receive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A room of other servers that a user of the tested one has entered, with what is stored of it as the test reads it.
final class Entered {
    private final TestServer server;
    private final ForeignRoom foreign;
    private final Event join;

    private Entered(TestServer server, ForeignRoom foreign, Event join) {
        this.server = server;
        this.foreign = foreign;
        this.join = join;
    }

    /// Lets a user join on the events that nothing follows.
    static Entered by(TestServer server, ForeignRoom foreign, TestClient user) {
        Event join = foreign.join(user.id(), foreign.leaves().toArray(Event[]::new));
        module(server).remoteRooms().enter(foreign.answer(join));
        return new Entered(server, foreign, join);
    }

    /// The same room after the server was started again.
    Entered on(TestServer again) {
        return new Entered(again, foreign, join);
    }

    static ReceiveModule module(TestServer server) {
        return server.homeserver().rooms().receive();
    }

    Event join() {
        return join;
    }

    String id() {
        return foreign.roomId().toString();
    }

    Room room() {
        return server.homeserver().rooms().rooms().require(foreign.roomId());
    }

    List<Verdict> receive(Event... events) {
        return receive(Arrays.asList(events));
    }

    List<Verdict> receive(List<Event> events) {
        return module(server)
                .events()
                .receive(room(), events.stream().map(ReceivedEvent::of).toList());
    }

    StoredEvent stored(Event event) {
        return database()
                .read(tx -> store().find(tx, room().nid(), room().rules(), event.eventId()))
                .orElseThrow();
    }

    Map<StateKeyPair, EventId> stateBefore(Event event) {
        StoredEvent stored = stored(event);
        return ids(
                database()
                        .read(tx -> server.homeserver().rooms().states().all(tx, stored.before())));
    }

    Map<StateKeyPair, EventId> currentState() {
        return ids(room().visible().head().state());
    }

    /// The current state as a process reads it that has nothing in memory.
    Map<StateKeyPair, EventId> storedCurrentState() {
        return ids(
                database()
                        .read(
                                tx ->
                                        server.homeserver()
                                                .rooms()
                                                .states()
                                                .all(tx, room().visible().head().stateRef())));
    }

    Set<EventId> extremities() {
        return room().visible().head().extremities().stream()
                .map(Extremity::eventId)
                .collect(Collectors.toSet());
    }

    Set<EventId> storedExtremities() {
        return database()
                .read(
                        tx ->
                                tx.list(
                                        """
                                        SELECT e.event_id FROM extremity x
                                        JOIN event e ON e.event = x.event
                                        WHERE x.room = ?
                                        """,
                                        row -> EventId.fromStored(row.bytes(1), room().rules()),
                                        room().nid()))
                .stream()
                .collect(Collectors.toSet());
    }

    long count(String sql, Object... parameters) {
        return database().read(tx -> tx.one(sql, row -> row.number(1), parameters)).orElseThrow();
    }

    Database database() {
        return server.homeserver().database();
    }

    EventStore store() {
        return server.homeserver().rooms().events();
    }

    private Map<StateKeyPair, EventId> ids(StateMap state) {
        Map<StateKeyPair, EventId> ids = new HashMap<>();
        state.forEach(
                (key, event, from) -> {
                    StoredEvent stored = store().get(event);
                    ids.put(
                            new StateKeyPair(
                                    stored.type(), stored.parsed().stateKey().orElseThrow()),
                            stored.eventId());
                });
        return ids;
    }
}
