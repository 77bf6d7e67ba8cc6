package org.stoa.federation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// The history of a room that a user of another server comes to later, by two whole servers.
@Timeout(120)
final class SharedHistoryTest {
    @TempDir private Path folder;
    private TwoServers servers;
    private TestClient alice;
    private TestClient bob;

    @BeforeEach
    void start() {
        servers = new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
        alice = servers.one().register("alice");
        bob = servers.two().register("bob");
    }

    @AfterEach
    void close() {
        servers.close();
    }

    private String room(String version) {
        return bob.createRoom(
                JsonObject.of("preset", "public_chat", "name", "Old", "room_version", version));
    }

    private void join(String room) {
        alice.post("/join/{}?via=two.test", JsonObject.EMPTY, room).ok();
    }

    /// All that a user can read backwards, newest first.
    private static List<String> history(TestClient user, String room) {
        List<String> all = new ArrayList<>();
        String from = "";
        do {
            JsonObject page = user.get("/rooms/{}/messages?dir=b&limit=70" + from, room).ok();
            page.array("chunk")
                    .orElseThrow()
                    .objects()
                    .forEach(event -> all.add(event.string("event_id").orElseThrow()));
            from = page.string("end").map(end -> "&from=" + end).orElse("");
        } while (!from.isEmpty());
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "11", "12"})
    void history_ofBothServers_isTheSame(String version) {
        String room = room(version);
        for (int i = 0; i < 120; i++) {
            bob.say(room, "message " + i);
            if (i % 40 == 0) {
                bob.setState(room, "m.room.topic", "", JsonObject.of("topic", "topic " + i));
            }
        }
        join(room);

        assertThat(history(alice, room)).isEqualTo(history(bob, room));
    }

    @ParameterizedTest
    @CsvSource({"shared, true", "world_readable, true", "joined, false", "invited, false"})
    void messages_fromBeforeTheJoin_areSeenAsTheVisibilityHasIt(String visibility, boolean isSeen) {
        String room = room("11");
        bob.setState(
                room,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", visibility));
        String said = bob.say(room, "before");
        join(room);

        assertThat(history(alice, room).contains(said)).isEqualTo(isSeen);
    }

    @Test
    void jump_toATimeBeforeTheJoin_leadsThere() {
        String room = room("11");
        String first = bob.say(room, "first");
        JsonObject event = bob.get("/rooms/{}/event/{}", room, first).ok();
        bob.say(room, "second");
        join(room);

        JsonObject found =
                alice.get(
                                "/_matrix/client/v1/rooms/{}/timestamp_to_event?dir=b&ts={}",
                                room,
                                "" + event.integer("origin_server_ts").orElseThrow())
                        .ok();

        // Both messages may be of the same millisecond.
        assertThat(found.integer("origin_server_ts")).isEqualTo(event.integer("origin_server_ts"));
        assertThat(
                        alice.get(
                                        "/rooms/{}/context/{}",
                                        room,
                                        found.string("event_id").orElseThrow())
                                .status())
                .isEqualTo(200);
    }
}
