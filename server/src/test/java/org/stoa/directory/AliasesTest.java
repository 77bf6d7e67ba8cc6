package org.stoa.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AliasesTest {
    private static final String CANONICAL = "m.room.canonical_alias";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");
    private final TestClient carol = server.register("carol");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void alias_taken_isRefused() {
        String room = alice.createRoom();
        add(alice, room, "#taken:localhost");

        assertThat(
                        alice.put(
                                        "/directory/room/{}",
                                        JsonObject.of("room_id", room),
                                        "#taken:localhost")
                                .error())
                .isEqualTo("409 M_UNKNOWN");
    }

    @Test
    void alias_ofARoomOneIsNotIn_isRefused() {
        String room = alice.createRoom();

        assertThat(
                        carol.put(
                                        "/directory/room/{}",
                                        JsonObject.of("room_id", room),
                                        "#strange:localhost")
                                .error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @ParameterizedTest
    @CsvSource({"bob,true", "alice,true", "carol,false"})
    void alias_madeByAMember_isDeletedByHimAndModerators(String who, boolean allowed) {
        String room = alice.createRoomWith(bob, carol);
        String alias = "#of-bob-for-" + who + ":localhost";
        add(bob, room, alias);
        TestClient deleting =
                switch (who) {
                    case "alice" -> alice;
                    case "bob" -> bob;
                    default -> carol;
                };

        int status = deleting.delete("/directory/room/{}", alias).status();

        assertThat(status).isEqualTo(allowed ? 200 : 403);
        assertThat(alice.get("/directory/room/{}", alias).status()).isEqualTo(allowed ? 404 : 200);
    }

    @Test
    void alias_unknown_isNotDeleted() {
        assertThat(alice.delete("/directory/room/{}", "#nothing:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void deletedAlias_inTheCanonicalOnes_isTakenOut() {
        String room = alice.createRoom(json("{'room_alias_name':'main'}"));
        add(alice, room, "#other:localhost");
        add(alice, room, "#third:localhost");
        alice.setState(
                room,
                CANONICAL,
                "",
                json(
                        "{'alias':'#main:localhost',"
                                + "'alt_aliases':['#other:localhost','#third:localhost']}"));

        alice.delete("/directory/room/{}", "#other:localhost").ok();
        assertThat(alice.state(room, CANONICAL, ""))
                .isEqualTo(json("{'alias':'#main:localhost','alt_aliases':['#third:localhost']}"));

        alice.delete("/directory/room/{}", "#main:localhost").ok();
        assertThat(alice.state(room, CANONICAL, ""))
                .isEqualTo(json("{'alt_aliases':['#third:localhost']}"));
    }

    @Test
    void deletedAlias_byWhoMayNotChangeTheCanonicalOnes_isDeletedAllTheSame() {
        String room = alice.createRoomWith(bob);
        add(bob, room, "#bobs:localhost");
        alice.setState(room, CANONICAL, "", json("{'alias':'#bobs:localhost'}"));

        bob.delete("/directory/room/{}", "#bobs:localhost").ok();

        assertThat(alice.get("/directory/room/{}", "#bobs:localhost").status()).isEqualTo(404);
        assertThat(alice.state(room, CANONICAL, "")).isEqualTo(json("{'alias':'#bobs:localhost'}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"alias\":\"#nowhere:localhost\"}', 400 M_BAD_ALIAS",
        "'{\"alt_aliases\":[\"#nowhere:localhost\"]}', 400 M_BAD_ALIAS",
        "'{\"alias\":\"nonsense\"}', 400 M_INVALID_PARAM",
        "'{\"alt_aliases\":[5]}', 400 M_INVALID_PARAM"
    })
    void canonicalAlias_thatDoesNotLeadHere_isRefused(String content, String error) {
        String room = alice.createRoom();

        assertThat(
                        alice.put("/rooms/{}/state/m.room.canonical_alias/", json(content), room)
                                .error())
                .isEqualTo(error);
    }

    @Test
    void canonicalAlias_thatIsEmpty_isNone() {
        String room = alice.createRoom();

        alice.setState(room, CANONICAL, "", json("{'alias':''}"));

        assertThat(alice.state(room, CANONICAL, "")).isEqualTo(json("{'alias':''}"));
    }

    private static void add(TestClient client, String room, String alias) {
        client.put("/directory/room/{}", JsonObject.of("room_id", room), alias).ok();
    }
}
