package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A random graph that was there before the join, filled in page by page from the newest events down.
final class RandomHistoryTest {
    private static final int EVENTS = 60;
    private static final int MAX_PAGE = 12;
    private static final List<RoomVersion> VERSIONS =
            List.of(RoomVersion.V12, RoomVersion.V10, RoomVersion.V1);

    @EachEngine
    void history_ofARandomGraph_hasTheStatesOfTheGraph(TestDatabase first) {
        for (int i = 0; i < VERSIONS.size(); i++) {
            long seed = Long.getLong("stoa.test.seed", 1_984) + i;
            try (TestDatabase database = TestDatabase.create(first.engine());
                    TestServer server = TestServer.start(database)) {
                fill(server, VERSIONS.get(i), seed);
            }
        }
    }

    private static void fill(TestServer server, RoomVersion version, long seed) {
        TestClient alice = server.register("alice");
        RandomGraph graph = new RandomGraph(version, seed);
        ForeignRoom foreign = graph.foreign();
        graph.grow(foreign.last(), EVENTS);
        graph.merge();
        foreign.state(
                foreign.create().sender().toString(),
                "m.room.join_rules",
                "",
                JsonObject.of("join_rule", "public"),
                foreign.last());
        List<Event> older = foreign.events();
        Entered room = Entered.by(server, foreign, alice);
        Random random = new Random(seed);
        String what = "version %s, seed %d".formatted(version.id(), seed);

        int last = older.size();
        while (last > 0) {
            int from = Math.max(0, last - 1 - random.nextInt(MAX_PAGE));
            page(server, what, foreign, room, older.subList(from, last));
            last = from;
        }

        assertThat(Entered.module(server).history().gap(room.room(), Long.MAX_VALUE))
                .as(what)
                .isEmpty();
        for (Event event : older) {
            assertThat(room.stateBefore(event))
                    .as("%s, before %s", what, event)
                    .isEqualTo(foreign.stateBefore(event));
        }
        assertThat(room.extremities()).as(what).containsExactly(room.join().eventId());
        assertThat(room.currentState()).as(what).isEqualTo(foreign.stateAfter(room.join()));
        assertOrder(what, older, room);
    }

    private static void page(
            TestServer server, String what, ForeignRoom foreign, Entered room, List<Event> page) {
        ReceiveModule module = Entered.module(server);
        Map<EventId, List<EventId>> states = new HashMap<>();
        Set<Event> needed = new LinkedHashSet<>();
        for (EventId id : module.history().withoutState(room.room(), page)) {
            List<EventId> state = List.copyOf(foreign.stateBefore(foreign.event(id)).values());
            for (EventId each : state) {
                needed.add(foreign.event(each));
                needed.addAll(foreign.authChain(foreign.event(each)));
            }
            states.put(id, state);
        }
        page.forEach(event -> needed.addAll(foreign.authChain(event)));
        module.outliers().store(room.room(), needed);
        long gap = module.history().gap(room.room(), Long.MAX_VALUE).orElseThrow().ord();
        Map<EventId, Verdict> verdicts = module.history().store(room.room(), gap, page, states);
        for (Event event : page) {
            Verdict verdict = verdicts.get(event.eventId());
            assertThat(verdict)
                    .as("%s: %s", what, event)
                    .isInstanceOf(
                            foreign.isRejected(event)
                                    ? Verdict.Rejected.class
                                    : Verdict.Accepted.class);
        }
    }

    /// Each event stands after its prev events.
    private static void assertOrder(String what, List<Event> older, Entered room) {
        Map<EventId, Long> places = new HashMap<>();
        older.forEach(event -> places.put(event.eventId(), room.stored(event).ord()));
        List<Event> wrong = new ArrayList<>();
        for (Event event : older) {
            long place = places.getOrDefault(event.eventId(), 0L);
            boolean isBehind =
                    event.prevEvents().stream()
                            .allMatch(prev -> places.getOrDefault(prev, 0L) < place);
            if (place != 0 && !isBehind) {
                wrong.add(event);
            }
        }
        assertThat(wrong).as(what).isEmpty();
    }
}
