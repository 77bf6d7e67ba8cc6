package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// What others get of the events of a user who had them erased.
final class ErasureTest {

    @EachEngine
    void eventsOfAnErasedUser_areRedactedForWhoJoinsLater(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient early = server.register("early");
            TestClient late = server.register("late");
            String room = alice.createRoom(json("{'preset':'public_chat','name':'Ours'}"));
            String event = alice.say(room, "forget me");
            early.join(room);
            assertThat(body(early, room, event)).contains("forget me");

            server.homeserver().accounts().admin().deactivate("alice", true);
            late.join(room);

            assertThat(body(early, room, event)).contains("forget me");
            assertThat(body(late, room, event)).isEmpty();
            assertThat(bodies(early, room)).containsExactly(Optional.of("forget me"));
            assertThat(bodies(late, room)).containsExactly(Optional.empty());
            assertThat(TestClient.timeline(late.sync(), room).toString())
                    .contains(event)
                    .doesNotContain("forget me");
            assertThat(late.state(room, "m.room.name", "").string("name")).contains("Ours");
            server.restart();
            assertThat(body(late, room, event)).isEmpty();
        }
    }

    @EachEngine
    void eventsOfAUserWhoLeftWithoutErasure_stayAsTheyAre(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient late = server.register("late");
            String room = alice.createRoom(json("{'preset':'public_chat'}"));
            String event = alice.say(room, "keep me");

            server.homeserver().accounts().admin().deactivate("alice", false);
            late.join(room);

            assertThat(body(late, room, event)).contains("keep me");
        }
    }

    private static Optional<String> body(TestClient client, String room, String event) {
        return client.get("/rooms/{}/event/{}", room, event)
                .ok()
                .object("content")
                .orElseThrow()
                .string("body");
    }

    private static List<Optional<String>> bodies(TestClient client, String room) {
        return client.get("/rooms/{}/messages?dir=b&limit=100", room).objects("chunk").stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
                .map(event -> event.object("content").orElse(JsonObject.EMPTY).string("body"))
                .toList();
    }
}
