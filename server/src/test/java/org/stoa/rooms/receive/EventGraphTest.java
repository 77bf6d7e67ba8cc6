package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventGraph;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// What other servers ask of a room's graph.
final class EventGraphTest {
    private static final String CREATOR = "@creator:a.example";

    @EachEngine
    void authChain_isWhatTheGraphHas(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));

            Set<EventId> chain =
                    room
                            .database()
                            .read(
                                    tx ->
                                            graph(server)
                                                    .authChain(
                                                            tx,
                                                            List.of(
                                                                    room.stored(room.join())
                                                                            .event())))
                            .stream()
                            .map(event -> room.store().get(event).eventId())
                            .collect(Collectors.toSet());

            assertThat(chain)
                    .isEqualTo(
                            foreign.authChain(room.join()).stream()
                                    .map(Event::eventId)
                                    .collect(Collectors.toSet()));
        }
    }

    @EachEngine
    void eventsBetween_goThroughForksAndSkipRejectedOnes(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event one = foreign.message(CREATOR, "one", room.join());
            Event two = foreign.message(CREATOR, "two", room.join());
            Event bad = foreign.message("@bob:b.example", "bad", two);
            Event last = foreign.message(CREATOR, "last", one, bad);
            room.receive(one, two, bad, last);

            List<EventId> between = ids(between(server, room, last, 10));
            List<EventId> few = ids(between(server, room, last, 1));
            List<EventId> before =
                    ids(
                            room.database()
                                    .read(
                                            tx ->
                                                    graph(server)
                                                            .before(
                                                                    tx,
                                                                    room.room(),
                                                                    List.of(last.eventId()),
                                                                    10)));

            assertThat(between).containsExactlyInAnyOrder(one.eventId(), two.eventId());
            assertThat(few).hasSize(1);
            assertThat(before)
                    .startsWith(last.eventId())
                    .containsExactlyInAnyOrder(
                            last.eventId(), one.eventId(), two.eventId(), room.join().eventId());
        }
    }

    @EachEngine
    void event_ofJoinedOnlyHistory_isTornFromServersThatWereNotThere(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            foreign.state(
                    CREATOR,
                    "m.room.history_visibility",
                    "",
                    JsonObject.of("history_visibility", "joined"),
                    foreign.last());
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event secret = foreign.message(CREATOR, "secret", room.join());
            Event bob = foreign.join("@bob:b.example", secret);
            Event later = foreign.message(CREATOR, "later", bob);
            room.receive(secret, bob, later);

            assertThat(seen(server, room, "b.example", secret)).doesNotContain("secret");
            assertThat(seen(server, room, "b.example", later)).contains("later");
            assertThat(seen(server, room, "a.example", secret)).contains("secret");
        }
    }

    private static String seen(TestServer server, Entered room, String name, Event event) {
        long number = room.database().names().findServer(ServerName.parse(name)).orElseThrow();
        return room.database()
                .read(
                        tx ->
                                graph(server)
                                        .forServer(
                                                tx,
                                                room.room(),
                                                number,
                                                List.of(room.stored(event))))
                .getFirst()
                .parsed()
                .json()
                .toString();
    }

    private static List<StoredEvent> between(
            TestServer server, Entered room, Event latest, int limit) {
        return room.database()
                .read(
                        tx ->
                                graph(server)
                                        .between(
                                                tx,
                                                room.room(),
                                                List.of(room.join().eventId()),
                                                List.of(latest.eventId()),
                                                0,
                                                limit));
    }

    private static List<EventId> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::eventId).toList();
    }

    private static EventGraph graph(TestServer server) {
        return server.homeserver().rooms().graph();
    }
}
