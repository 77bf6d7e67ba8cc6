package org.stoa.rooms.delayed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

final class DelayedEventsTest {
    private static final String MSC4140 = "/_matrix/client/unstable/org.matrix.msc4140";
    private static final String EVENTS = MSC4140 + "/delayed_events";
    private static final String MESSAGE =
            "/rooms/{}/send/m.room.message/{}?org.matrix.msc4140.delay=5000";
    private static final String STATE =
            "/rooms/{}/state/org.example.call/{}?org.matrix.msc4140.delay=5000";
    private static final JsonObject HELLO = json("{'msgtype':'m.text','body':'later'}");
    private static final JsonObject LEFT = json("{'left':true}");

    @EachEngine
    void message_whenItsTimeComes_isSentOnceWithItsDelayId(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();

            String id = alice.put(MESSAGE, HELLO, room, "t").string("delay_id");
            String again = alice.put(MESSAGE, HELLO, room, "t").string("delay_id");
            JsonObject waiting = waiting(alice).getFirst();
            server.homeserver().database().scheduler().runDue();
            assertThat(messages(alice, room)).isEmpty();
            server.time().advance(Duration.ofSeconds(5));
            server.awaitTasks(() -> waiting(alice).isEmpty());

            assertThat(again).isEqualTo(id);
            assertThat(waiting)
                    .isEqualTo(
                            JsonObject.builder()
                                    .put("delay_id", id)
                                    .put("room_id", room)
                                    .put("type", "m.room.message")
                                    .put("delay", 5_000)
                                    .put("running_since", server.time().millis() - 5_000)
                                    .put("content", HELLO)
                                    .build());
            List<JsonObject> sent = messages(alice, room);
            assertThat(sent).hasSize(1);
            assertThat(sent.getFirst().object("content")).contains(HELLO);
            assertThat(unsigned(sent.getFirst()).string("org.matrix.msc4140.delay_id"))
                    .contains(id);
            assertThat(unsigned(sent.getFirst()).has("transaction_id")).isFalse();
            assertThat(alice.get(EVENTS + "/{}", id).ok().string("event_id"))
                    .isEqualTo(sent.getFirst().string("event_id"));
        }
    }

    @EachEngine
    void state_overARestart_isSetWhenItsTimeComes(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            alice.put(STATE, LEFT, room, "phone").ok();

            server.restart();
            server.time().advance(Duration.ofSeconds(5));
            server.awaitTasks(() -> waiting(alice).isEmpty());

            assertThat(alice.state(room, "org.example.call", "phone")).isEqualTo(LEFT);
        }
    }

    @EachEngine
    void event_ofTheCallOfTheProposal_isSentToo(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String path = MSC4140 + "/rooms/{}/delayed_event/org.example.call/t";
            JsonObject body = json("{'delay':10,'state_key':'phone'}").with("content", LEFT);

            alice.put(path, body, room).string("delay_id");
            server.time().advance(Duration.ofMillis(10));
            server.awaitTasks(() -> waiting(alice).isEmpty());

            assertThat(alice.state(room, "org.example.call", "phone")).isEqualTo(LEFT);
            assertThat(alice.put(path, body.without("delay"), room).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.put(path, body.without("content"), room).error())
                    .isEqualTo("400 M_MISSING_PARAM");
        }
    }

    @EachEngine
    void event_cancelledByWhoKnowsItsId_isNeverSent(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String id = alice.put(STATE, LEFT, room, "phone").string("delay_id");

            act(server.anonymous(), id, "cancel", 200);
            act(server.anonymous(), id, "cancel", 200);
            server.time().advance(Duration.ofSeconds(5));
            server.homeserver().database().scheduler().runDue();

            assertThat(waiting(alice)).isEmpty();
            assertThat(alice.get("/rooms/{}/state/org.example.call/phone", room).error())
                    .isEqualTo("404 M_NOT_FOUND");
            act(server.anonymous(), id, "send", 409);
            act(server.anonymous(), id, "restart", 409);
        }
    }

    @EachEngine
    void event_sentByWhoKnowsItsId_isThereAtOnceAndOnce(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String id = alice.put(MESSAGE, HELLO, room, "t").string("delay_id");

            act(server.anonymous(), id, "send", 200);
            act(server.anonymous(), id, "send", 200);
            server.time().advance(Duration.ofSeconds(5));
            server.homeserver().database().scheduler().runDue();

            assertThat(messages(alice, room)).hasSize(1);
            act(server.anonymous(), id, "cancel", 409);
            act(server.anonymous(), id, "restart", 409);
        }
    }

    @EachEngine
    void event_restarted_waitsFromThenOn(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String id = alice.put(MESSAGE, HELLO, room, "t").string("delay_id");

            server.time().advance(Duration.ofSeconds(4));
            act(server.anonymous(), id, "restart", 200);
            server.time().advance(Duration.ofSeconds(4));
            server.homeserver().database().scheduler().runDue();
            assertThat(waiting(alice)).hasSize(1);
            server.time().advance(Duration.ofSeconds(1));
            server.awaitTasks(() -> waiting(alice).isEmpty());

            assertThat(messages(alice, room)).hasSize(1);
        }
    }

    @EachEngine
    void event_thatMayNotBeSentAnyMore_isGivenUpWithTheError(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String id = bob.put(MESSAGE, HELLO, room, "t").string("delay_id");
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

            act(server.anonymous(), id, "send", 403);
            assertThat(waiting(bob)).hasSize(1);
            server.time().advance(Duration.ofSeconds(5));
            server.awaitTasks(() -> waiting(bob).isEmpty());

            assertThat(messages(alice, room)).isEmpty();
            JsonObject given =
                    bob.get(EVENTS + "?status=finalised").objects("delayed_events").getFirst();
            assertThat(given.object("error").flatMap(error -> error.string("errcode")))
                    .contains("M_FORBIDDEN");
            act(server.anonymous(), id, "cancel", 200);
        }
    }

    @EachEngine
    void schedule_ofWhatCannotBe_isRefused(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom();
            String path = "/rooms/{}/send/m.room.message/{}?org.matrix.msc4140.delay=";

            assertThat(bob.put(MESSAGE, HELLO, room, "t").error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(alice.put(path + "0", HELLO, room, "t").error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.put(path + "soon", HELLO, room, "t").error())
                    .isEqualTo("400 M_INVALID_PARAM");
            JsonObject tooLong = alice.put(path + "86400001", HELLO, room, "t").with(400);
            assertThat(tooLong.string("org.matrix.msc4140.errcode"))
                    .contains("M_MAX_DELAY_EXCEEDED");
            assertThat(tooLong.integer("org.matrix.msc4140.max_delay")).hasValue(86_400_000);
            act(server.anonymous(), "unknown", "send", 404);
            assertThat(alice.get(EVENTS + "/unknown").error()).isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.get(EVENTS + "?status=strange").error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(server.anonymous().get(EVENTS).error()).isEqualTo("401 M_MISSING_TOKEN");
        }
    }

    @EachEngine
    void schedule_ofMoreThanAHundred_isRefusedUntilOneIsSent(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            for (int i = 0; i < 100; i++) {
                alice.put(MESSAGE, HELLO, room, "t" + i).ok();
            }

            JsonObject refused = alice.put(MESSAGE, HELLO, room, "more").with(429);
            act(
                    server.anonymous(),
                    waiting(alice).getFirst().string("delay_id").orElseThrow(),
                    "send",
                    200);

            assertThat(refused.integer("retry_after_ms")).hasValue(5_000);
            assertThat(alice.put(MESSAGE, HELLO, room, "more").status()).isEqualTo(200);
        }
    }

    @EachEngine
    void events_thatWaitNoMore_areRememberedUpToAHundred(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            for (int i = 0; i < 110; i++) {
                String id = alice.put(STATE, LEFT, room, "phone").string("delay_id");
                server.time().advance(Duration.ofMillis(1));
                act(server.anonymous(), id, "cancel", 200);
            }

            String last = alice.put(MESSAGE, HELLO, room, "t").string("delay_id");
            act(server.anonymous(), last, "cancel", 200);

            List<JsonObject> known =
                    alice.get(EVENTS + "?status=finalised").objects("delayed_events");
            assertThat(known).hasSize(100);
            assertThat(known).anyMatch(event -> event.string("delay_id").equals(Optional.of(last)));
            assertThat(alice.put(MESSAGE, HELLO, room, "t").string("delay_id")).isEqualTo(last);
        }
    }

    @EachEngine
    void events_ofAClosedAccount_areForgotten(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String id = alice.put(MESSAGE, HELLO, room, "t").string("delay_id");

            server.homeserver().accounts().admin().deactivate(alice.id(), false);

            act(server.anonymous(), id, "send", 404);
        }
    }

    private static void act(TestClient client, String id, String action, int status) {
        assertThat(client.post(EVENTS + "/{}/{}", JsonObject.EMPTY, id, action).status())
                .isEqualTo(status);
    }

    private static List<JsonObject> waiting(TestClient client) {
        return client.get(EVENTS).objects("delayed_events");
    }

    private static List<JsonObject> messages(TestClient reader, String room) {
        return reader.get("/rooms/{}/messages?dir=b", room).objects("chunk").stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
                .toList();
    }

    private static JsonObject unsigned(JsonObject event) {
        return event.object("unsigned").orElseThrow();
    }
}
