package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Spec: client-server-api#get_matrixclientv1roomsroomidtimestamp_to_event (v1.19).
final class EventsByTimeTest {
    private static final String PATH =
            "/_matrix/client/v1/rooms/{}/timestamp_to_event?ts={}&dir={}";

    @EachEngine
    void time_betweenEvents_givesTheNearestOnTheSideAskedFor(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            server.time().advance(Duration.ofMinutes(1));
            long at = server.time().millis();
            String first = alice.say(room, "first");
            String same = alice.say(room, "of the same time");
            server.time().advance(Duration.ofMinutes(1));
            String second = alice.say(room, "second");

            assertThat(find(alice, room, at, "f")).isEqualTo(first);
            assertThat(find(alice, room, at, "b")).isEqualTo(same);
            assertThat(find(alice, room, at + 1, "f")).isEqualTo(second);
            assertThat(find(alice, room, at + 1, "b")).isEqualTo(same);
            assertThat(error(alice, room, at + 60_001, "f")).isEqualTo("404 M_NOT_FOUND");
            assertThat(error(alice, room, 1, "b")).isEqualTo("404 M_NOT_FOUND");
        }
    }

    @EachEngine
    void time_ofWhatOneMayNotSee_givesTheNextThatOneMay(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            String room = alice.createRoomWith(bob, carol);
            server.time().advance(Duration.ofMinutes(1));
            String seen = alice.say(room, "seen");
            server.time().advance(Duration.ofMinutes(1));
            long at = server.time().millis();
            carol.say(room, "of an ignored one");
            Relating.ignore(bob, carol);
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            server.time().advance(Duration.ofMinutes(1));
            alice.say(room, "after leaving");
            long late = server.time().millis();

            assertThat(find(bob, room, at - 1, "b")).isEqualTo(seen);
            assertThat(error(bob, room, late, "f")).isEqualTo("404 M_NOT_FOUND");
            assertThat(error(server.register("dave"), room, at, "b")).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void request_withoutTimeOrDirection_isRefused(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String path = "/_matrix/client/v1/rooms/{}/timestamp_to_event";

            assertThat(alice.get(path + "?dir=f", room).error()).isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.get(path + "?ts=1", room).error()).isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.get(path + "?ts=x&dir=f", room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.get(path + "?ts=1&dir=x", room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    private static String find(TestClient reader, String room, long ts, String direction) {
        return reader.get(PATH, room, String.valueOf(ts), direction).string("event_id");
    }

    private static String error(TestClient reader, String room, long ts, String direction) {
        return reader.get(PATH, room, String.valueOf(ts), direction).error();
    }
}
