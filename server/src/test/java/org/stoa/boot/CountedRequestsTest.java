package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.http.RateLimit;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimitKind;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Requests that cost more than they look are counted as what they are.
final class CountedRequestsTest {
    private static final int BURST = 3;
    private static final String LIMITED = "429 M_LIMIT_EXCEEDED";

    /// A server on which only one kind of requests is limited.
    private static TestServer limiting(RateLimitKind kind) {
        RateLimitConfig limits =
                new RateLimitConfig(true, Map.of(kind, new RateLimit(0.001, BURST)));
        return TestServer.start(config -> config.withHttp(config.http().withRateLimits(limits)));
    }

    @Test
    void profileChanges_whichBecomeEventsInEachRoom_countAsSending() {
        try (TestServer server = limiting(RateLimitKind.SEND)) {
            TestClient alice = server.register("alice");
            String name = "/profile/{}/displayname";
            String picture = "/profile/{}/avatar_url";
            JsonObject named = json("{'displayname':'Alice'}");
            JsonObject pictured = json("{'avatar_url':'mxc://localhost/a'}");

            alice.put(name, named, alice.id()).ok();
            alice.put(picture, pictured, alice.id()).ok();
            alice.delete(picture, alice.id()).ok();

            assertThat(alice.put(name, named, alice.id()).error()).isEqualTo(LIMITED);
            assertThat(alice.put(picture, pictured, alice.id()).error()).isEqualTo(LIMITED);
            assertThat(alice.delete(name, alice.id()).error()).isEqualTo(LIMITED);
            assertThat(alice.get("/profile/{}", alice.id()).ok()).isEqualTo(named);
        }
    }

    @Test
    void hierarchy_forWhichOtherServersAreAsked_countsAsCostingMuch() {
        try (TestServer server = limiting(RateLimitKind.EXPENSIVE)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String hierarchy = "/_matrix/client/v1/rooms/{}/hierarchy";
            for (int i = 0; i < BURST; i++) {
                alice.get(hierarchy, room).ok();
            }

            assertThat(alice.get(hierarchy, room).error()).isEqualTo(LIMITED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/profile/@bob:elsewhere.example, /profile/@alice:localhost",
        "/profile/@bob:elsewhere.example/displayname, /profile/@alice:localhost",
        "/publicRooms?server=elsewhere.example, /publicRooms",
        "/directory/room/%23a:elsewhere.example, /directory/room/%23a:localhost",
        "/_matrix/client/v1/room_summary/!a:elsewhere.example?via=elsewhere.example, /publicRooms",
    })
    void requests_forWhichOtherServersAreAsked_areCountedAsSuch(String elsewhere, String here) {
        try (TestServer server = limiting(RateLimitKind.OTHER_SERVERS)) {
            TestClient alice = server.register("alice");

            for (int i = 0; i < BURST; i++) {
                assertThat(alice.get(elsewhere).error()).isNotEqualTo(LIMITED);
            }
            assertThat(alice.get(elsewhere).error()).isEqualTo(LIMITED);
            assertThat(alice.get(here).status()).isNotEqualTo(429);
        }
    }

    @Test
    void profileChanges_afterManyMessages_wait() {
        try (TestServer server = limiting(RateLimitKind.SEND)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            for (int i = 0; i < BURST; i++) {
                alice.say(room, "hello");
            }

            assertThat(
                            alice.put(
                                            "/profile/{}/displayname",
                                            json("{'displayname':'Alice'}"),
                                            alice.id())
                                    .error())
                    .isEqualTo(LIMITED);
        }
    }
}
