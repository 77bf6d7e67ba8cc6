package org.stoa.rooms.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Spec: client-server-api#validation-of-mthread-relationships, #avoiding-duplicate-annotations (v1.19).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RelationChecksTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void thread_atAnEventThatRelatesToAnother_isRefused() {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String child = Relating.say(alice, room, "m.thread", root, "child");
        JsonObject reply =
                JsonObject.of(
                        "body",
                        "reply",
                        "m.relates_to",
                        JsonObject.of("m.in_reply_to", JsonObject.of("event_id", root)));
        String richReply = alice.send(room, "m.room.message", reply);

        Answer nested = put(alice, room, "1", Relating.content("m.thread", child, "nested"));

        assertThat(nested.error()).isEqualTo("400 M_UNKNOWN");
        put(alice, room, "2", Relating.content("m.thread", richReply, "has no rel_type")).ok();
    }

    @Test
    void annotation_sentTwice_isRefusedUntilTheFirstIsRedacted() {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "event");
        String first = Relating.react(alice, room, event, "+");

        assertThat(react(alice, room, "x1", event, "+").error())
                .isEqualTo("400 M_DUPLICATE_ANNOTATION");
        react(alice, room, "x2", event, "-").ok();
        react(bob, room, "x3", event, "+").ok();
        Relating.redact(alice, room, first);
        react(alice, room, "x4", event, "+").ok();
    }

    @Test
    void annotation_retransmitted_isTheSameEvent() {
        String room = alice.createRoom();
        String event = alice.say(room, "event");

        String sent = react(alice, room, "same", event, "+").string("event_id");

        assertThat(react(alice, room, "same", event, "+").string("event_id")).isEqualTo(sent);
    }

    private static Answer react(
            TestClient sender, String room, String transaction, String event, String key) {
        return sender.put(
                "/rooms/{}/send/m.reaction/{}", Relating.reaction(event, key), room, transaction);
    }

    private static Answer put(
            TestClient sender, String room, String transaction, JsonObject content) {
        return sender.put("/rooms/{}/send/m.room.message/{}", content, room, transaction);
    }
}
