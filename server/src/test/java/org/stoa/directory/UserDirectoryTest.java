package org.stoa.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Who finds whom, and by what.
final class UserDirectoryTest {

    @EachEngine
    @Proves("searchUserDirectory")
    void userOfASharedRoom_isFoundByNameUntilTheyPart(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob-1");
            rename(bob, "Robert Tables");
            bob.put(
                            "/profile/{}/avatar_url",
                            json("{'avatar_url':'mxc://localhost/bob'}"),
                            bob.id())
                    .ok();
            assertThat(find(alice, "rob")).isEmpty();

            String room = alice.createRoomWith(bob);

            for (String term :
                    List.of("rob", "TABLES rob", "bob", "bob-1", "@bob", "@bob-1:localhost")) {
                assertThat(search(alice, term).ok())
                        .as(term)
                        .isEqualTo(
                                json(
                                        "{'results':[{'user_id':'@bob-1:localhost','display_name':'Robert Tables',"
                                                + "'avatar_url':'mxc://localhost/bob'}],'limited':false}"));
            }
            assertThat(find(alice, "ables")).isEmpty();
            assertThat(find(alice, "robert other")).isEmpty();
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            assertThat(find(alice, "rob")).isEmpty();
        }
    }

    @EachEngine
    void userOfAnOpenRoom_isFoundByEverybody(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient joinable = server.register("joinable");
            TestClient readable = server.register("readable");
            String open = joinable.createRoom(json("{'preset':'public_chat'}"));
            String read = readable.createRoom();
            assertThat(find(alice, "read")).isEmpty();
            readable.setState(
                    read,
                    "m.room.history_visibility",
                    "",
                    json("{'history_visibility':'world_readable'}"));

            assertThat(find(alice, "join")).containsExactly(joinable.id());
            assertThat(find(alice, "read")).containsExactly(readable.id());

            joinable.setState(open, "m.room.join_rules", "", json("{'join_rule':'invite'}"));
            readable.setState(
                    read, "m.room.history_visibility", "", json("{'history_visibility':'joined'}"));
            assertThat(find(alice, "join")).isEmpty();
            assertThat(find(alice, "read")).isEmpty();
        }
    }

    @EachEngine
    void userWhoIsRenamedOrClosed_isFoundAsNow(TestDatabase database) {
        try (TestServer server = everybody(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            rename(bob, "First");
            rename(bob, "Second");
            assertThat(find(alice, "first")).isEmpty();
            assertThat(find(alice, "second")).containsExactly(bob.id());

            server.homeserver().accounts().admin().deactivate("bob", false);

            assertThat(find(alice, "second")).isEmpty();
            assertThat(find(alice, "bob")).isEmpty();
        }
    }

    @EachEngine
    void userWhoIsLocked_isFoundWhenUnlocked(TestDatabase database) {
        try (TestServer server = everybody(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            server.homeserver().accounts().admin().setLocked("bob", true);
            assertThat(find(alice, "bob")).isEmpty();

            server.homeserver().accounts().admin().setLocked("bob", false);

            assertThat(find(alice, "bob")).containsExactly(bob.id());
        }
    }

    @EachEngine
    void nameOfOneRoom_isNotSearched(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            bob.setState(
                    room,
                    "m.room.member",
                    bob.id(),
                    json("{'membership':'join','displayname':'Secret'}"));

            assertThat(find(alice, "secret")).isEmpty();
        }
    }

    @EachEngine
    void results_beyondTheLimit_areCutAndSaidToBe(TestDatabase database) {
        try (TestServer server = everybody(database)) {
            TestClient alice = server.register("alice");
            for (String name : List.of("dora3", "dora2", "dora", "dora1")) {
                server.register(name);
            }
            rename(server.register("zed"), "Dora");

            JsonObject two = search(alice, "dora", 2);

            assertThat(ids(two)).containsExactly("@zed:localhost", "@dora:localhost");
            assertThat(two.bool("limited")).contains(true);
            assertThat(ids(search(alice, "dora", 5))).hasSize(5);
            assertThat(search(alice, "dora", 5).bool("limited")).contains(false);
            assertThat(alice.post("/user_directory/search", JsonObject.EMPTY).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(
                            alice.post(
                                            "/user_directory/search",
                                            json("{'search_term':'a','limit':-1}"))
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void accountsOfBeforeTheIndex_areFoundAfterTheRewrite(TestDatabase database) {
        try (TestServer server = everybody(database)) {
            TestClient alice = server.register("alice");
            rename(server.register("bob"), "Robert");
            var index = server.homeserver().accounts().userIndex();
            server.homeserver().database().execute(tx -> tx.update("DELETE FROM user_word"));
            assertThat(find(alice, "robert")).isEmpty();

            server.homeserver().database().execute(tx -> index.step(tx, ""));

            assertThat(find(alice, "robert")).containsExactly("@bob:localhost");
        }
    }

    private static TestServer everybody(TestDatabase database) {
        return TestServer.start(
                database, config -> config.withDirectory(new DirectoryConfig(true)));
    }

    private static void rename(TestClient client, String name) {
        client.put("/profile/{}/displayname", JsonObject.of("displayname", name), client.id()).ok();
    }

    private static Answer search(TestClient client, String term) {
        return client.post("/user_directory/search", JsonObject.of("search_term", term));
    }

    private static JsonObject search(TestClient client, String term, int limit) {
        return client.post(
                        "/user_directory/search",
                        JsonObject.of("search_term", term, "limit", limit))
                .ok();
    }

    private static List<String> find(TestClient client, String term) {
        return ids(search(client, term).ok());
    }

    private static List<String> ids(JsonObject answer) {
        return answer.array("results").orElseThrow().objects().stream()
                .map(user -> user.string("user_id").orElseThrow())
                .toList();
    }
}
