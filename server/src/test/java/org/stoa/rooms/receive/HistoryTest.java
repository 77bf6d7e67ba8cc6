package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Events from before this server was in a room.
final class HistoryTest {
    private static final String CREATOR = "@creator:a.example";

    @EachEngine
    void history_upToTheCreateEvent_isPagedAndNotSynced(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            for (int i = 0; i < 10; i++) {
                foreign.message(CREATOR, "old" + i, foreign.last());
            }
            List<Event> older = foreign.events();
            Entered room = Entered.by(server, foreign, alice);
            String since = alice.sync().string("next_batch").orElseThrow();
            History history = Entered.module(server).history();

            int last = older.size();
            for (int from = last - 4; last > 0; last = from, from = Math.max(0, from - 4)) {
                fill(server, foreign, room, older.subList(from, last));
            }

            assertThat(history.gap(room.room(), Long.MAX_VALUE)).isEmpty();
            JsonObject page = alice.get("/rooms/{}/messages?dir=b&limit=100", room.id()).ok();
            List<String> ids =
                    page.array("chunk").orElseThrow().objects().stream()
                            .map(event -> event.string("event_id").orElseThrow())
                            .toList();
            List<String> expected =
                    new ArrayList<>(older.stream().map(e -> e.eventId().toString()).toList());
            expected.add(room.join().eventId().toString());
            assertThat(ids).isEqualTo(expected.reversed());
            for (Event event : older) {
                assertThat(room.stateBefore(event)).isEqualTo(foreign.stateBefore(event));
            }
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(room.join()));
            assertThat(room.extremities()).containsExactly(room.join().eventId());
            assertThat(alice.syncSince(since).object("rooms").flatMap(r -> r.object("join")))
                    .isEmpty();
            assertThat(room.count("SELECT COUNT(*) FROM named WHERE room = ?", room.room().nid()))
                    .isZero();
        }
    }

    @EachEngine
    void history_thatIsStoredTwice_staysAsItIs(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            foreign.message(CREATOR, "old", foreign.last());
            List<Event> older = foreign.events();
            Entered room = Entered.by(server, foreign, server.register("alice"));
            long gap =
                    Entered.module(server)
                            .history()
                            .gap(room.room(), Long.MAX_VALUE)
                            .orElseThrow()
                            .ord();
            fill(server, foreign, room, older);
            long events = room.count("SELECT COUNT(*) FROM event");

            Map<EventId, Verdict> again =
                    Entered.module(server).history().store(room.room(), gap, older, Map.of());

            assertThat(again).isEmpty();
            assertThat(room.count("SELECT COUNT(*) FROM event")).isEqualTo(events);
        }
    }

    private static void fill(
            TestServer server, ForeignRoom foreign, Entered room, List<Event> events) {
        ReceiveModule module = Entered.module(server);
        Map<EventId, List<EventId>> states = new HashMap<>();
        for (EventId id : module.history().withoutState(room.room(), events)) {
            Event event =
                    events.stream().filter(e -> e.eventId().equals(id)).findFirst().orElseThrow();
            List<EventId> state = List.copyOf(foreign.stateBefore(event).values());
            module.outliers()
                    .store(
                            room.room(),
                            foreign.events().stream()
                                    .filter(e -> state.contains(e.eventId()))
                                    .toList());
            states.put(id, state);
        }
        long gap = module.history().gap(room.room(), Long.MAX_VALUE).orElseThrow().ord();
        Map<EventId, Verdict> verdicts = module.history().store(room.room(), gap, events, states);
        assertThat(verdicts.values()).hasSize(events.size()).containsOnly(new Verdict.Accepted());
    }
}
