package org.stoa.rooms.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Spec: client-server-api#size-limits (v1.19).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventLimitsTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void event_largerThan65536Bytes_isRefused() {
        String room = alice.createRoom();

        Answer large = message(room, JsonObject.of("body", "x".repeat(65_536)));

        assertThat(large.error()).isEqualTo("413 M_TOO_LARGE");
        message(room, JsonObject.of("body", "x".repeat(60_000))).ok();
    }

    @Test
    void typeAndStateKey_largerThan255Bytes_areRefused() {
        String room = alice.createRoom();
        String long255 = "x".repeat(255);
        String long256 = "é".repeat(128);

        assertThat(state(room, long256, "").error()).isEqualTo("413 M_TOO_LARGE");
        assertThat(state(room, "x", long256).error()).isEqualTo("413 M_TOO_LARGE");
        state(room, long255, long255).ok();
    }

    @Test
    void content_nestedTooDeep_isRefusedAndTheRoomStaysReadable() {
        String room = alice.createRoom();

        assertThat(deep(room, 101).error()).isEqualTo("400 M_BAD_JSON");
        String deepest = deep(room, 100).string("event_id");
        server.restart();

        alice.get("/rooms/{}/event/{}", room, deepest).ok();
        String edit =
                alice.send(
                        room,
                        "x.deep",
                        JsonObject.of(
                                "m.relates_to",
                                JsonObject.of("rel_type", "m.replace", "event_id", deepest),
                                "m.new_content",
                                JsonObject.of("n", 1)));
        assertThat(alice.get("/rooms/{}/event/{}", room, deepest).text()).contains(edit);
        alice.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, room, deepest).ok();
        alice.get("/rooms/{}/messages?dir=b", room).ok();
    }

    private Answer deep(String room, int depth) {
        String text = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        return alice.ask(
                "POST",
                "/_matrix/client/r0/rooms/{}/send/x.deep",
                text.getBytes(StandardCharsets.UTF_8),
                room);
    }

    private Answer message(String room, JsonObject content) {
        return alice.post("/_matrix/client/r0/rooms/{}/send/m.room.message", content, room);
    }

    private Answer state(String room, String type, String key) {
        return alice.put("/rooms/{}/state/{}/{}", JsonObject.EMPTY, room, type, key);
    }
}
