package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestPeer;
import org.stoa.testing.TestServer;

/// Servers whose names have the form of one, and which cannot be: whoever names one is told that nobody is there.
@Timeout(120)
final class OddServerNamesTest {
    private static TestServer server;
    private static TestClient alice;
    private static String room;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.register("alice");
        room = alice.createRoom();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    static Stream<String> names() {
        return Stream.of(
                "-1",
                "-9223372036854775809",
                "-1:8448",
                "a-",
                "a..b",
                ".",
                "a.",
                "123",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "0x7f.1",
                "127.1",
                "a.1b",
                "nowhere.test:0",
                "nowhere.test:65536",
                "[::]",
                "[::1]:99999",
                "[::ffff:127.0.0.1]:1",
                "a".repeat(64) + ".test",
                "a".repeat(150),
                "a.".repeat(100) + "test");
    }

    @ParameterizedTest
    @MethodSource("names")
    void serverThatCannotBe_isNotReachable(String name) {
        assertThat(alice.get("/publicRooms?server={}", name).error()).isEqualTo("502 M_UNKNOWN");
        assertThat(alice.get("/publicRooms?server={}&since=x", name).error())
                .isEqualTo("502 M_UNKNOWN");
        assertThat(
                        alice.post(
                                        "/publicRooms?server={}",
                                        json("{'filter':{'generic_search_term':'a'}}"),
                                        name)
                                .error())
                .isEqualTo("502 M_UNKNOWN");
    }

    @ParameterizedTest
    @MethodSource("names")
    void roomOfAServerThatCannotBe_isNotFound(String name) {
        String alias = "#a:" + name;
        String away = "!a:" + name;
        List<Answer> answers =
                List.of(
                        alice.get("/directory/room/{}", alias),
                        alice.post("/join/{}", JsonObject.EMPTY, alias),
                        alice.post("/join/{}", JsonObject.EMPTY, away),
                        alice.post("/join/{}?via={}", JsonObject.EMPTY, away, name),
                        alice.post("/join/{}?server_name={}", JsonObject.EMPTY, away, name),
                        alice.post("/knock/{}?via={}", JsonObject.EMPTY, away, name),
                        alice.get("/_matrix/client/v1/room_summary/{}?via={}", away, name),
                        alice.get("/_matrix/client/v1/room_summary/{}", alias),
                        alice.get("/_matrix/client/v1/rooms/{}/hierarchy", away));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(403, 404, 502));
    }

    @ParameterizedTest
    @MethodSource("names")
    void userOfAServerThatCannotBe_isNotThere(String name) {
        String user = "@a:" + name;

        assertThat(alice.get("/profile/{}", user).status()).isIn(404, 502);
        assertThat(alice.get("/profile/{}/displayname", user).status()).isIn(404, 502);
        assertThat(alice.post("/rooms/{}/invite", JsonObject.of("user_id", user), room).error())
                .isEqualTo("502 M_UNKNOWN");
    }

    @ParameterizedTest
    @MethodSource("names")
    void spaceWithAChildAtAServerThatCannotBe_isTold(String name) {
        JsonObject child = JsonObject.of("via", JsonArray.ofStrings(List.of(name)));
        String space = alice.createRoom();
        alice.setState(space, "m.space.child", "!a:" + name, child);

        JsonObject page = alice.get("/_matrix/client/v1/rooms/{}/hierarchy", space).ok();

        assertThat(page.array("rooms").orElseThrow().objects()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void keysOfAServerThatCannotBe_areNone(String name) {
        TestClient stranger = server.anonymous();

        assertThat(
                        stranger.get("/_matrix/key/v2/query/{}", name)
                                .ok()
                                .array("server_keys")
                                .orElseThrow())
                .isEmpty();
        JsonObject wish = JsonObject.of("server_keys", JsonObject.of(name, JsonObject.EMPTY));
        assertThat(
                        stranger.post("/_matrix/key/v2/query", wish)
                                .ok()
                                .array("server_keys")
                                .orElseThrow())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void requestOfAServerThatCannotBe_isNotBelieved(String name) {
        String target = "/_matrix/federation/v1/publicRooms";
        TestPeer peer = TestPeer.of(ServerName.parse(name).text(), "1");
        Map<String, String> headers =
                Map.of("Authorization", peer.authorization("GET", target, "localhost", null));

        Answer answer = server.anonymous().exchange("GET", target, headers, new byte[0]);

        assertThat(answer.error()).isEqualTo("401 M_UNAUTHORIZED");
    }
}
