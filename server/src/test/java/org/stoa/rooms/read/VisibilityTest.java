package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Who sees which part of a room's history.
///
/// Spec: client-server-api#room-history-visibility (v1.19).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VisibilityTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    /// Bob is invited between the first and second message and joins between the second and third.
    @ParameterizedTest
    @CsvSource({
        "world_readable, first second third",
        "shared, first second third",
        "invited, second third",
        "joined, third"
    })
    void member_readingHistory_seesWhatTheVisibilityAllows(String visibility, String expected) {
        String room = room(visibility);
        alice.say(room, "first");
        alice.invite(room, bob);
        alice.say(room, "second");
        bob.join(room);
        alice.say(room, "third");

        assertThat(bodies(bob, room)).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"world_readable, true", "shared, false", "invited, false", "joined, false"})
    void stranger_readingHistory_seesWorldReadableRoomsOnly(String visibility, boolean readable) {
        String room = room(visibility);
        alice.say(room, "hello");

        int status = bob.get("/rooms/{}/messages?dir=b", room).status();

        assertThat(status).isEqualTo(readable ? 200 : 403);
    }

    @Test
    void formerMember_readingHistory_seesNothingFromAfterLeaving() {
        String room = room("shared");
        alice.invite(room, bob);
        bob.join(room);
        alice.say(room, "before");
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        alice.say(room, "after");
        alice.setState(room, "m.room.name", "", JsonObject.of("name", "Renamed"));

        assertThat(bodies(bob, room)).containsExactly("before");
        assertThat(bob.get("/rooms/{}/state/m.room.name", room).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void memberWhoCameBack_ofSharedRoom_seesWhatHappenedMeanwhile() {
        String room = room("shared");
        alice.invite(room, bob);
        bob.join(room);
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        alice.say(room, "meanwhile");
        alice.invite(room, bob);
        bob.join(room);

        assertThat(bodies(bob, room)).containsExactly("meanwhile");
    }

    @Test
    void visibilityMadeStricter_later_doesNotHideWhatWasOpen() {
        String room = room("shared");
        alice.say(room, "open");
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "joined"));
        alice.say(room, "closed");
        alice.invite(room, bob);
        bob.join(room);

        assertThat(bodies(bob, room)).containsExactly("open");
    }

    @Test
    void roomThatWasClosed_stillShowsStrangersWhatWasOpen() {
        String room = room("world_readable");
        String open = alice.say(room, "open");
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "joined"));
        String closed = alice.say(room, "closed");

        assertThat(bob.get("/rooms/{}/event/{}", room, open).string("event_id")).isEqualTo(open);
        assertThat(bob.get("/_matrix/client/v1/rooms/{}/relations/{}", room, open).objects("chunk"))
                .isEmpty();
        JsonObject context = bob.get("/rooms/{}/context/{}", room, open).ok();
        assertThat(context.array("events_after").orElseThrow().objects())
                .extracting(event -> event.string("type").orElseThrow())
                .containsExactly("m.room.history_visibility");
        assertThat(bob.get("/rooms/{}/event/{}", room, closed).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(bob.get("/rooms/{}/context/{}", room, closed).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(bob.get("/rooms/{}/messages?dir=b", room).error()).isEqualTo("403 M_FORBIDDEN");
    }

    private String room(String visibility) {
        JsonObject rule =
                JsonObject.of(
                        "type",
                        "m.room.history_visibility",
                        "state_key",
                        "",
                        "content",
                        JsonObject.of("history_visibility", visibility));
        return alice.createRoom(JsonObject.of("initial_state", List.of(rule)));
    }

    /// The bodies of the messages that a reader gets, oldest first.
    private static List<String> bodies(TestClient reader, String room) {
        return reader.get("/rooms/{}/messages?dir=f&limit=100", room).objects("chunk").stream()
                .filter(event -> event.string("type").orElse("").equals("m.room.message"))
                .map(event -> event.object("content").orElseThrow().string("body").orElseThrow())
                .toList();
    }
}
