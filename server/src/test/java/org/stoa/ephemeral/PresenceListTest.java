package org.stoa.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// The presence lists of the API before r0.
final class PresenceListTest {
    private static final String LIST = "/_matrix/client/api/v1/presence/list/{}";

    @EachEngine
    void list_hasThoseWhoAreOnIt_whileTheyShareARoom(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            server.register("stranger");
            String room = alice.createRoomWith(bob);
            alice.createRoomWith(carol);
            bob.put("/presence/{}/status", json("{'presence':'online'}"), bob.id()).ok();

            JsonObject diff =
                    json("{'invite':['@bob:localhost','@stranger:localhost','@bob:localhost']}");
            assertThat(alice.post(LIST, diff, alice.id()).ok()).isEqualTo(JsonObject.EMPTY);

            JsonObject event = json(list(alice).substring(1, list(alice).length() - 1));
            assertThat(event.string("type")).contains("m.presence");
            JsonObject content = event.object("content").orElseThrow();
            assertThat(content.string("user_id")).contains("@bob:localhost");
            assertThat(content.string("presence")).contains("online");
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            assertThat(list(alice)).isEqualTo("[]");
        }
    }

    @EachEngine
    void list_afterADrop_isShorter(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            alice.createRoomWith(bob);
            alice.post(LIST, json("{'invite':['@bob:localhost','@alice:localhost']}"), alice.id())
                    .ok();

            alice.post(LIST, json("{'drop':['@bob:localhost','@never:localhost']}"), alice.id())
                    .ok();

            assertThat(list(alice)).contains("@alice:localhost").doesNotContain("@bob:localhost");
        }
    }

    @EachEngine
    void list_ofOthersOrWithNobody_isRefused(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            List<Answer> answers =
                    List.of(
                            alice.get(LIST, "@bob:localhost"),
                            alice.post(LIST, JsonObject.EMPTY, "@bob:localhost"),
                            alice.post(LIST, json("{'invite':['@no:localhost']}"), alice.id()),
                            alice.post(LIST, json("{'invite':['no']}"), alice.id()));

            assertThat(answers.stream().map(Answer::error))
                    .containsExactly(
                            "403 M_FORBIDDEN",
                            "403 M_FORBIDDEN",
                            "404 M_NOT_FOUND",
                            "400 M_INVALID_PARAM");
        }
    }

    private static String list(TestClient client) {
        return client.get(LIST, client.id()).text();
    }
}
