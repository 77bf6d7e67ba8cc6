package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.bodies;
import static org.stoa.sync.SyncClient.rooms;
import static org.stoa.testing.TestClient.json;
import static org.stoa.testing.TestClient.timeline;

import java.util.Arrays;
import java.util.List;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

final class IgnoredUsersTest {
    private static final String V1 = "/_matrix/client/api/v1";

    @EachEngine
    void sync_messagesOfTheIgnored_areLeftOutButTheirStateIsNot(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            ignore(bob, alice);
            String since = nextBatch(bob.sync());
            alice.say(room, "hidden");
            alice.setState(room, "m.room.topic", "", json("{'topic':'seen'}"));

            JsonObject more = bob.syncSince(since);
            JsonObject all = bob.sync();

            assertThat(types(timeline(more, room))).containsExactly("m.room.topic");
            assertThat(bodies(timeline(all, room))).isEmpty();
            JsonObject counts =
                    SyncClient.joined(more, room).object("unread_notifications").orElseThrow();
            assertThat(counts).isEqualTo(json("{'notification_count':0,'highlight_count':0}"));
        }
    }

    @EachEngine
    void sync_afterNoLongerIgnoring_tellsWhatComesFromThenOn(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            ignore(bob, alice);
            alice.say(room, "missed");
            String since = nextBatch(bob.sync());

            ignore(bob);
            alice.say(room, "heard");

            assertThat(bodies(timeline(bob.syncSince(since), room))).containsExactly("heard");
            assertThat(bodies(timeline(bob.sync(), room))).containsExactly("missed", "heard");
        }
    }

    @EachEngine
    void sync_ofWhoIsMetAfterHeWasIgnored_leavesHisMessagesOut(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom(json("{'preset':'public_chat'}"));
            bob.join(room);
            ignore(bob, List.of("@carol:" + bob.userId().server()));
            String since = nextBatch(bob.sync());
            TestClient carol = server.register("carol");
            carol.join(room);
            carol.say(room, "hidden");
            alice.say(room, "heard");

            JsonObject more = bob.syncSince(since);

            assertThat(bodies(timeline(more, room))).containsExactly("heard");
            JsonObject counts =
                    SyncClient.joined(more, room).object("unread_notifications").orElseThrow();
            assertThat(counts).isEqualTo(json("{'notification_count':1,'highlight_count':0}"));
        }
    }

    @EachEngine
    void sync_inviteOfTheIgnored_isNotTold(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            ignore(bob, alice);
            String since = nextBatch(bob.sync());
            alice.invite(alice.createRoom(), bob);
            String other = carol.createRoom();
            carol.invite(other, bob);

            assertThat(rooms(bob.syncSince(since), "invite").names()).containsExactly(other);
            assertThat(rooms(bob.sync(), "invite").names()).containsExactly(other);
        }
    }

    @EachEngine
    void oldCalls_messagesAndInvitesOfTheIgnored_areLeftOut(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            ignore(bob, alice);
            String from = bob.get(V1 + "/initialSync").string("end");
            alice.say(room, "hidden");
            alice.invite(alice.createRoom(), bob);
            alice.setState(room, "m.room.topic", "", json("{'topic':'seen'}"));

            List<JsonObject> chunk =
                    bob.get(V1 + "/events?timeout=0&from={}", from).objects("chunk");
            List<JsonObject> rooms = bob.get(V1 + "/initialSync").objects("rooms");
            List<JsonObject> messages =
                    bob.get("/rooms/{}/messages?dir=b&limit=50", room).objects("chunk");

            assertThat(types(chunk)).containsExactly("m.room.topic");
            assertThat(rooms)
                    .extracting(told -> told.string("room_id").orElseThrow())
                    .containsExactly(room);
            JsonObject page = rooms.getFirst().object("messages").orElseThrow();
            assertThat(types(page.array("chunk").orElseThrow().objects()))
                    .contains("m.room.topic")
                    .doesNotContain("m.room.message");
            assertThat(types(messages)).contains("m.room.topic").doesNotContain("m.room.message");
        }
    }

    private static void ignore(TestClient client, TestClient... others) {
        ignore(client, Arrays.stream(others).map(TestClient::id).toList());
    }

    private static void ignore(TestClient client, List<String> others) {
        JsonObject.Builder users = JsonObject.builder();
        others.forEach(other -> users.put(other, JsonObject.EMPTY));
        client.put(
                        "/user/{}/account_data/m.ignored_user_list",
                        JsonObject.of("ignored_users", users.build()),
                        client.id())
                .ok();
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.string("type").orElseThrow()).toList();
    }

    private static String nextBatch(JsonObject answer) {
        return answer.string("next_batch").orElseThrow();
    }
}
