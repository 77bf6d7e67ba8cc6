package org.stoa.rooms.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// What an update that failed before it was submitted leaves behind: nothing.
final class AbandonedUpdateTest {
    @Test
    void threadTotal_afterAnAbandonedReply_countsWhatWasSentOnly() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            JsonObject reply = reply(alice.say(room, "root"));

            assertThatThrownBy(() -> addAndFail(server, alice, room, reply))
                    .hasMessage("after the reply");
            alice.send(room, "m.room.message", reply);

            assertThat(unread(bob.sync(), room)).as("the root and one reply").isEqualTo(2);
        }
    }

    private static void addAndFail(
            TestServer server, TestClient user, String roomId, JsonObject content) {
        EventSender sender = server.homeserver().rooms().sender();
        Room room = server.homeserver().rooms().rooms().require(RoomId.parse(roomId));
        long number = server.homeserver().database().names().findUser(user.userId()).orElseThrow();
        sender.update(
                room,
                update -> {
                    sender.add(
                            update,
                            Draft.message(user.userId(), number, "m.room.message", content));
                    throw new IllegalStateException("after the reply");
                });
    }

    private static JsonObject reply(String root) {
        return JsonObject.of(
                "msgtype",
                "m.text",
                "body",
                "reply",
                "m.relates_to",
                JsonObject.of("rel_type", "m.thread", "event_id", root));
    }

    private static long unread(JsonObject sync, String room) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(join -> join.object(room))
                .flatMap(joined -> joined.object("unread_notifications"))
                .orElseThrow()
                .integer("notification_count")
                .orElseThrow();
    }
}
