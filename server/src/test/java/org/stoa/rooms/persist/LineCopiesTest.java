package org.stoa.rooms.persist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Names;
import org.stoa.storage.Nids;
import org.stoa.storage.Write;
import org.stoa.storage.rows.StateEntryRow;
import org.stoa.storage.rows.StateLineRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Random changes of a room's state, over the copy of its line, against a map that the test keeps.
final class LineCopiesTest {
    private static final int TOO_MANY = 4_000;
    private static final int AFTERWARDS = 150;
    private static final Duration LATER = Duration.ofHours(2);
    private static final String LAST_ONLY = "{\"room\":{\"timeline\":{\"limit\":1}}}";

    /// A room with what its state should be: ids of events by type and key.
    private static final class Model {
        private final Random random = new Random(11);
        private final TestServer server;
        private final TestClient alice;
        private final String room;
        private final Map<String, String> state = new HashMap<>();
        private final List<String> events = new ArrayList<>();
        private final Map<String, Map<String, String>> before = new HashMap<>();
        private final Map<String, Map<String, String>> atToken = new HashMap<>();
        private String token;

        Model(TestServer server, TestClient alice) {
            this.server = server;
            this.alice = alice;
            this.room = alice.createRoom();
            readState();
            this.token = alice.sync().string("next_batch").orElseThrow();
        }

        void readState() {
            state.clear();
            alice.get("/rooms/{}/state", room).array().objects().forEach(this::put);
        }

        private void put(JsonObject event) {
            state.put(key(event), event.string("event_id").orElseThrow());
        }

        private static String key(JsonObject event) {
            return event.string("type").orElseThrow()
                    + "|"
                    + event.string("state_key").orElseThrow();
        }

        void change() {
            String type = "x.t" + random.nextInt(20);
            String key = "k" + random.nextInt(3);
            Map<String, String> unchanged = Map.copyOf(state);
            String event = alice.setState(room, type, key, JsonObject.of("n", "n" + events.size()));
            events.add(event);
            before.put(event, unchanged);
            state.put(type + "|" + key, event);
            if (events.size() % 50 == 0) {
                token = alice.syncSince(token).string("next_batch").orElseThrow();
                atToken.put(token, Map.copyOf(state));
            }
        }

        Room room() {
            return server.homeserver().rooms().rooms().require(RoomId.parse(room));
        }

        long line() {
            return room().visible().head().stateRef().line();
        }

        void checkStates() {
            for (String event : events) {
                assertThat(stored(state(stored(event).before()))).isEqualTo(before.get(event));
            }
            assertThat(stored(state(room().visible().head().stateRef()))).isEqualTo(state);
        }

        private StoredEvent stored(String event) {
            Room current = room();
            return server.homeserver()
                    .database()
                    .read(
                            tx ->
                                    server.homeserver()
                                            .rooms()
                                            .events()
                                            .find(
                                                    tx,
                                                    current.nid(),
                                                    current.rules(),
                                                    EventId.parse(event)))
                    .orElseThrow();
        }

        private Map<Long, Long> state(StateRef ref) {
            Map<Long, Long> all = new HashMap<>();
            server.homeserver()
                    .database()
                    .read(tx -> server.homeserver().rooms().states().all(tx, ref))
                    .forEach((key, event, from) -> all.put(key, event));
            return all;
        }

        private Map<String, String> stored(Map<Long, Long> numbers) {
            Map<String, String> texts = new HashMap<>();
            numbers.forEach(
                    (key, event) -> {
                        Names.StateKeyText text =
                                server.homeserver().database().names().stateKeyText(key);
                        texts.put(
                                text.typeName() + "|" + text.text(),
                                server.homeserver()
                                        .rooms()
                                        .events()
                                        .get(event)
                                        .eventId()
                                        .toString());
                    });
            return texts;
        }

        void checkSyncs() {
            Map<String, String> atStart = before.get(events.getLast());
            atToken.forEach(
                    (since, then) -> {
                        JsonObject answer =
                                alice.get("/sync?timeout=0&since={}&filter={}", since, LAST_ONLY)
                                        .ok();
                        Map<String, String> told =
                                TestClient.events(answer, room, "state").stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Model::key,
                                                        event ->
                                                                event.string("event_id")
                                                                        .orElseThrow()));
                        Map<String, String> expected = new HashMap<>(atStart);
                        expected.entrySet().removeAll(then.entrySet());
                        if (then.equals(state)) {
                            // Nothing came after it, so there is no timeline either.
                            expected.clear();
                        }
                        assertThat(told).isEqualTo(expected);
                    });
        }
    }

    @EachEngine
    void line_withManyChanges_isCopiedAndEveryStateStays(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient bob = server.register("bob");
            Model model = new Model(server, server.register("alice"));
            long first = model.line();
            for (int i = 0; i < 20; i++) {
                model.change();
            }
            model.alice.invite(model.room, bob);
            bob.join(model.room);
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, model.room).ok();
            model.readState();
            while (model.line() == first && model.events.size() < TOO_MANY) {
                model.change();
            }
            for (int i = 0; i < AFTERWARDS; i++) {
                model.change();
            }

            assertThat(model.line()).isNotEqualTo(first);
            check(model, bob);
            server.restart();
            check(model, bob);
        }
    }

    private static void check(Model model, TestClient bob) {
        model.checkStates();
        model.checkSyncs();
        assertThat(bob.get("/rooms/{}/event/{}", model.room, model.events.get(5)).status())
                .isEqualTo(200);
        assertThat(bob.get("/rooms/{}/event/{}", model.room, model.events.get(40)).status())
                .isEqualTo(404);
    }

    @EachEngine
    void copy_thatWasCutOff_isFinishedAfterAStart(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            Model model = new Model(server, server.register("alice"));
            for (int i = 0; i < 60; i++) {
                model.change();
            }
            RoomHead copied = model.room().visible().head();
            for (int i = 0; i < 60; i++) {
                model.change();
            }
            long line = leaveHalfACopy(server, model.room().nid(), copied);

            server.restart();
            server.time().advance(LATER);
            while (model.line() != line) {
                server.homeserver().database().scheduler().runDue();
            }

            assertThat(alive(server, line)).isEqualTo(model.state.size());
            model.change();
            server.restart();
            model.checkStates();
            model.checkSyncs();
        }
    }

    /// Half of what was current a while ago, as a process leaves it that is killed in the middle; due later.
    private static long leaveHalfACopy(TestServer server, long room, RoomHead copied) {
        Database database = server.homeserver().database();
        Random random = new Random(5);
        long line = database.nids().next(Nids.Space.LINE);
        Write.Builder write = Write.builder().add(new StateLineRow(line, room, null, null, 0));
        copied.state()
                .forEach(
                        (key, event, from) -> {
                            if (random.nextBoolean()) {
                                write.add(
                                        new StateEntryRow(
                                                line, key, from, StateEntryRow.ALIVE, event));
                            }
                        });
        database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
        database.scheduler()
                .schedule(
                        server.time().instant().plus(LATER),
                        "rooms.copy_line",
                        room + " " + copied.stateRef().line() + " " + line);
        return line;
    }

    private static long alive(TestServer server, long line) {
        return server.homeserver()
                .database()
                .read(
                        tx ->
                                tx.one(
                                        "SELECT COUNT(*) FROM state_entry WHERE line = ? AND to_version = ?",
                                        row -> row.number(1),
                                        line,
                                        StateEntryRow.ALIVE))
                .orElseThrow();
    }
}
