package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// Events that come in any order at all, children long before their parents, with the state before them where their parents
/// are not here. After each the extremities are those that follow from what is here: the accepted events that no accepted
/// one names, directly or through soft-failed and rejected ones.
final class RandomExtremitiesTest {
    private static final int EVENTS = 40;
    private static final int ROUNDS = 3;

    @EachEngine
    void extremities_afterEachOfManyEventsInAnyOrder_areWhatFollowsFromThem(TestDatabase first) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Long.getLong("stoa.test.seed", 815) + round;
            try (TestDatabase database = TestDatabase.create(first.engine());
                    TestServer server = TestServer.start(database)) {
                new Delivery(server, seed, database.engine() == TestEngine.SQLITE).run();
            }
        }
    }

    private static final class Delivery {
        private final TestServer server;
        private final Random random;
        private final long seed;
        private final boolean restarts;
        private final RandomGraph graph;
        private final Entered room;
        private final Map<EventId, Verdict> verdicts = new HashMap<>();

        Delivery(TestServer server, long seed, boolean restarts) {
            this.server = server;
            this.seed = seed;
            this.restarts = restarts;
            this.random = new Random(seed);
            this.graph = new RandomGraph(RoomVersion.V12, seed);
            this.room = Entered.by(server, graph.foreign(), server.register("alice"));
            verdicts.put(room.join().eventId(), new Verdict.Accepted());
        }

        void run() {
            List<Event> order = new ArrayList<>(graph.grow(room.join(), EVENTS));
            Collections.shuffle(order, random);
            for (Event event : order) {
                Verdict verdict = deliver(event);
                assertThat(verdict)
                        .as("seed %d: %s", seed, event)
                        .isNotInstanceOf(Verdict.Dropped.class);
                verdicts.put(event.eventId(), verdict);
                if (restarts && random.nextInt(8) == 0) {
                    server.restart();
                }
                assertThat(room.extremities())
                        .as("seed %d, after %s: %s", seed, event, verdict)
                        .isEqualTo(expected());
                assertThat(room.storedExtremities())
                        .as("seed %d, after %s", seed, event)
                        .isEqualTo(expected());
            }
            assertThat(room.count("SELECT COUNT(*) FROM named WHERE room = ?", room.room().nid()))
                    .as("seed %d", seed)
                    .isZero();
        }

        private Verdict deliver(Event event) {
            ForeignRoom foreign = graph.foreign();
            Set<Event> needed = new LinkedHashSet<>(foreign.authChain(event));
            if (verdicts.keySet().containsAll(event.prevEvents())) {
                Entered.module(server).outliers().store(room.room(), needed);
                return room.receive(event).getFirst();
            }
            List<EventId> state = List.copyOf(foreign.stateBefore(event).values());
            for (EventId id : state) {
                needed.add(foreign.event(id));
                needed.addAll(foreign.authChain(foreign.event(id)));
            }
            Entered.module(server).outliers().store(room.room(), needed);
            return Entered.module(server)
                    .events()
                    .receive(room.room(), List.of(ReceivedEvent.after(event, state)))
                    .getFirst();
        }

        private Set<EventId> expected() {
            Set<EventId> extremities = new HashSet<>();
            Deque<EventId> waiting = new ArrayDeque<>();
            verdicts.forEach(
                    (id, verdict) -> {
                        if (verdict instanceof Verdict.Accepted) {
                            extremities.add(id);
                            waiting.add(id);
                        }
                    });
            Set<EventId> seen = new HashSet<>();
            while (!waiting.isEmpty()) {
                for (EventId prev : graph.foreign().event(waiting.poll()).prevEvents()) {
                    Verdict verdict = verdicts.get(prev);
                    extremities.remove(prev);
                    boolean isPassedThrough =
                            verdict != null && !(verdict instanceof Verdict.Accepted);
                    if (isPassedThrough && seen.add(prev)) {
                        waiting.add(prev);
                    }
                }
            }
            return extremities;
        }
    }
}
