package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.RoomsConfig;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// Random graphs of forks, merges, bans and lowered power, delivered in random order and in batches of random size, with
/// restarts in between. Whatever the order, the state before each event is what the protocol's resolver alone makes of the
/// graph, and after a last event that names all others the current state and the extremities are the same.
final class RandomGraphsTest {
    private static final List<RoomVersion> VERSIONS =
            List.of(
                    RoomVersion.V12,
                    RoomVersion.V10,
                    RoomVersion.V6,
                    RoomVersion.V2,
                    RoomVersion.V1);
    private static final int EVENTS = 60;
    private static final int ORDERS = 2;
    private static final int MAX_BATCH = 12;

    @EachEngine
    void state_afterAnyOrderOfDelivery_isWhatTheResolverSays(TestDatabase first) {
        for (int i = 0; i < VERSIONS.size(); i++) {
            long seed = Long.getLong("stoa.test.seed", 4_711) + i;
            for (int order = 0; order < ORDERS; order++) {
                try (TestDatabase database = TestDatabase.create(first.engine())) {
                    deliver(database, VERSIONS.get(i), seed, order);
                }
            }
        }
    }

    private static void deliver(TestDatabase database, RoomVersion version, long seed, int order) {
        RandomGraph graph = new RandomGraph(version, seed);
        String what = "version %s, seed %d, order %d".formatted(version.id(), seed, order);
        // Every second time with caches that keep nothing, and one room in memory.
        UnaryOperator<HomeserverConfig> settings =
                order % 2 == 0 ? UnaryOperator.identity() : RandomGraphsTest::withoutCaches;
        try (TestServer server = TestServer.start(database, settings)) {
            Entered room = Entered.by(server, graph.foreign(), server.register("alice"));
            List<Event> later = graph.grow(room.join(), EVENTS);
            Event merge = graph.merge();
            Random random = new Random(seed * 31 + order);
            List<Event> waiting = new ArrayList<>(later);
            Set<EventId> here = new HashSet<>(Set.of(room.join().eventId()));
            while (!waiting.isEmpty()) {
                List<Event> batch = nextBatch(random, waiting, here);
                check(what, graph.foreign(), room, batch);
                if (database.engine() == TestEngine.SQLITE && random.nextInt(4) == 0) {
                    server.restart();
                }
            }
            List<Event> merges = graph.foreign().events();
            check(
                    what,
                    graph.foreign(),
                    room,
                    merges.subList(merges.indexOf(merge), merges.size()));

            Event last = graph.foreign().last();
            assertThat(room.extremities()).as(what).containsExactly(last.eventId());
            assertThat(room.storedExtremities()).as(what).containsExactly(last.eventId());
            assertThat(room.currentState()).as(what).isEqualTo(graph.foreign().stateAfter(last));
            server.restart();
            assertThat(room.storedCurrentState())
                    .as(what)
                    .isEqualTo(graph.foreign().stateAfter(last));
            for (Event event : later) {
                assertThat(room.stateBefore(event))
                        .as("%s, before %s", what, event)
                        .isEqualTo(graph.foreign().stateBefore(event));
            }
            checkMembers(what, graph.foreign(), room);
            checkLines(what, room);
        }
    }

    private static HomeserverConfig withoutCaches(HomeserverConfig config) {
        RoomsConfig rooms = config.rooms();
        return config.withRooms(
                new RoomsConfig(
                        rooms.serverName(),
                        rooms.defaultVersion(),
                        1,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        null));
    }

    /// Some events whose prev and auth events are here or before them in the batch.
    private static List<Event> nextBatch(Random random, List<Event> waiting, Set<EventId> here) {
        List<Event> batch = new ArrayList<>();
        int size = 1 + random.nextInt(MAX_BATCH);
        while (batch.size() < size && !waiting.isEmpty()) {
            List<Event> ready = waiting.stream().filter(event -> isReady(event, waiting)).toList();
            Event next = ready.get(random.nextInt(ready.size()));
            waiting.remove(next);
            here.add(next.eventId());
            batch.add(next);
        }
        return batch;
    }

    private static boolean isReady(Event event, List<Event> waiting) {
        return waiting.stream()
                .noneMatch(
                        other ->
                                event.prevEvents().contains(other.eventId())
                                        || event.authEvents().contains(other.eventId()));
    }

    private static void check(String what, ForeignRoom foreign, Entered room, List<Event> batch) {
        List<Verdict> verdicts = room.receive(batch);
        for (int i = 0; i < batch.size(); i++) {
            boolean isRejected = verdicts.get(i) instanceof Verdict.Rejected;
            assertThat(isRejected)
                    .as("%s: %s is %s", what, batch.get(i), verdicts.get(i))
                    .isEqualTo(foreign.isRejected(batch.get(i)));
            assertThat(verdicts.get(i))
                    .as("%s: %s", what, batch.get(i))
                    .isNotInstanceOf(Verdict.Dropped.class);
        }
    }

    /// The rows of members and servers are those of the current state.
    private static void checkMembers(String what, ForeignRoom foreign, Entered room) {
        Map<String, Long> expected = new TreeMap<>();
        room.currentState()
                .forEach(
                        (pair, event) -> {
                            if (pair.type().equals("m.room.member")) {
                                String membership =
                                        foreign.events().stream()
                                                .filter(e -> e.eventId().equals(event))
                                                .findFirst()
                                                .orElseThrow()
                                                .content()
                                                .string("membership")
                                                .orElseThrow();
                                expected.put(
                                        pair.key(),
                                        switch (membership) {
                                            case "join" -> 2L;
                                            case "ban" -> 4L;
                                            case "invite" -> 1L;
                                            default -> 0L;
                                        });
                            }
                        });
        Map<String, Long> stored = new TreeMap<>();
        room.database()
                .read(
                        tx ->
                                tx.list(
                                        "SELECT user_nid, membership FROM member WHERE room = ?",
                                        row -> Map.entry(row.number(1), row.number(2)),
                                        room.room().nid()))
                .forEach(
                        row ->
                                stored.put(
                                        room.database().names().userId(row.getKey()).toString(),
                                        row.getValue()));
        assertThat(stored).as(what).isEqualTo(expected);
        long joined = expected.values().stream().filter(each -> each == 2).count();
        assertThat(room.room().visible().head().joined()).as(what).isEqualTo((int) joined);
        assertThat(
                        room.count(
                                """
                                SELECT COALESCE(SUM(joined), 0) FROM room_server
                                WHERE room = ? AND until IS NULL
                                """,
                                room.room().nid()))
                .as(what)
                .isEqualTo(joined);
    }

    /// Lines inherit at most 4 deep, and hold little more than what changed.
    private static void checkLines(String what, Entered room) {
        assertThat(room.count("SELECT MAX(depth) FROM state_line")).as(what).isLessThanOrEqualTo(4);
        long entries = room.count("SELECT COUNT(*) FROM state_entry");
        long events = room.count("SELECT COUNT(*) FROM event WHERE state_key IS NOT NULL");
        assertThat(entries).as(what).isLessThan(events * 12);
    }
}
