package org.stoa.rooms.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SendingTest {
    private static final JsonObject HELLO = JsonObject.of("msgtype", "m.text", "body", "hello");

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void sameTransaction_sentTwice_isOneEvent() {
        String room = alice.createRoom();

        String first = put(alice, room, "same");
        String second = put(alice, room, "same");

        assertThat(second).isEqualTo(first);
        assertThat(messages(alice, room)).hasSize(1);
    }

    @Test
    void transactionId_longerThanAnyClientWrites_isRefused() {
        String room = alice.createRoom();

        String error =
                alice.put("/rooms/{}/send/m.room.message/{}", HELLO, room, "a".repeat(513)).error();

        assertThat(error).isEqualTo("400 M_INVALID_PARAM");
        assertThat(messages(alice, room)).isEmpty();
    }

    @Test
    void sameTransaction_afterARestart_isOneEvent() {
        String room = alice.createRoom();
        String first = put(alice, room, "kept");

        server.restart();

        assertThat(put(alice, room, "kept")).isEqualTo(first);
        assertThat(messages(alice, room)).hasSize(1);
    }

    @Test
    void sameTransactionId_ofAnotherDeviceOrPath_isAnotherEvent() {
        String room = alice.createRoom();
        String other = alice.createRoom();
        String first = put(alice, room, "shared");

        assertThat(put(alice.loginAgain(), room, "shared")).isNotEqualTo(first);
        assertThat(put(alice, other, "shared")).isNotEqualTo(first);
    }

    @Test
    void sameTransaction_sentAtOnceByMany_isOneEvent() throws Exception {
        String room = alice.createRoom();
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(executor.submit(() -> put(alice, room, "at-once")));
            }
        }

        HashSet<String> events = new HashSet<>();
        for (Future<String> answer : answers) {
            events.add(answer.get());
        }

        assertThat(events).hasSize(1);
        assertThat(messages(alice, room)).hasSize(1);
    }

    @Test
    void manySenders_inOneRoom_makeOneChain() throws Exception {
        String room = alice.createRoomWith(bob);
        List<Future<String>> sent = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                TestClient sender = i % 2 == 0 ? alice : bob;
                sent.add(executor.submit(() -> sender.say(room, "hello")));
            }
        }
        for (Future<String> one : sent) {
            one.get();
        }

        assertThat(messages(alice, room)).hasSize(200);
        assertThat(
                        server.homeserver()
                                .rooms()
                                .rooms()
                                .require(roomId(room))
                                .visible()
                                .head()
                                .extremities())
                .hasSize(1);
    }

    @Test
    void sending_byWhoIsNotInTheRoom_isForbidden() {
        String room = alice.createRoom();

        assertThat(bob.put("/rooms/{}/send/m.room.message/1", HELLO, room).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(messages(alice, room)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\": 1.5}", "{\"a\": 9007199254740992}", "[]", "{", "{\"a\":1,\"a\":2}"})
    void sending_whatNoEventCanHold_isABadRequest(String body) {
        String room = alice.createRoom();

        int status =
                alice.ask(
                                "PUT",
                                "/rooms/{}/send/m.room.message/bad",
                                body.getBytes(StandardCharsets.UTF_8),
                                room)
                        .status();

        assertThat(status).isEqualTo(400);
        assertThat(messages(alice, room)).isEmpty();
    }

    @Test
    void sending_moreThanAnEventCanHold_isTooLarge() {
        String room = alice.createRoom();
        JsonObject large = JsonObject.of("msgtype", "m.text", "body", "x".repeat(65_536));

        assertThat(alice.put("/rooms/{}/send/m.room.message/large", large, room).error())
                .isEqualTo("413 M_TOO_LARGE");
    }

    @Test
    void redaction_ofAnUnknownEventInARoomOfThisServerOnly_isNotFound() {
        String room = alice.createRoom();

        String error =
                alice.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, room, "$" + "a".repeat(43))
                        .error();

        assertThat(error).isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void redaction_ofAnotherUsersMessage_needsThePower() {
        String room = alice.createRoomWith(bob);
        String fromAlice = alice.say(room, "mine");
        String fromBob = bob.say(room, "also mine");

        assertThat(bob.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, room, fromAlice).error())
                .isEqualTo("403 M_FORBIDDEN");
        alice.put("/rooms/{}/redact/{}/2", JsonObject.of("reason", "rude"), room, fromBob).ok();

        JsonObject redacted = bob.get("/rooms/{}/event/{}", room, fromBob).ok();
        assertThat(redacted.object("content")).contains(JsonObject.EMPTY);
        assertThat(redacted.object("unsigned").orElseThrow().object("redacted_because"))
                .isPresent();
    }

    @Test
    void everything_afterARestart_isStillThere() {
        String room = alice.createRoomWith(bob);
        String event = bob.say(room, "remember me");

        server.restart();

        assertThat(
                        alice.get("/rooms/{}/event/{}", room, event)
                                .ok()
                                .object("content")
                                .orElseThrow()
                                .string("body"))
                .contains("remember me");
        alice.say(room, "and go on");
        assertThat(messages(bob, room)).hasSize(2);
    }

    private static RoomId roomId(String room) {
        return RoomId.parse(room);
    }

    private static String put(TestClient sender, String room, String txnId) {
        return sender.put("/rooms/{}/send/m.room.message/{}", HELLO, room, txnId)
                .string("event_id");
    }

    private static List<JsonObject> messages(TestClient reader, String room) {
        return reader.get("/rooms/{}/messages?dir=b&limit=1000", room).objects("chunk").stream()
                .filter(event -> event.string("type").orElse("").equals("m.room.message"))
                .toList();
    }
}
