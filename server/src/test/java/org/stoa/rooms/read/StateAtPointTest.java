package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Members and state as they were at a place of the timeline.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidmembers,
/// #get_matrixclientv3roomsroomidcontexteventid (v1.19).
final class StateAtPointTest {
    @EachEngine
    void members_atTokens_areThoseOfThen(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom();
            String alone = alice.sync().string("next_batch").orElseThrow();
            alice.invite(room, bob);
            String invited = alice.sync().string("next_batch").orElseThrow();
            bob.join(room);
            String place = alice.get("/rooms/{}/messages?dir=b&limit=1", room).string("start");
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

            assertThat(members(alice, room, "&at=" + alone)).containsExactly("alice join");
            assertThat(members(alice, room, "&at=" + invited))
                    .containsExactlyInAnyOrder("alice join", "bob invite");
            assertThat(members(alice, room, "&at=" + place))
                    .containsExactlyInAnyOrder("alice join", "bob join");
            assertThat(members(alice, room, "&at=" + invited + "&membership=invite"))
                    .containsExactly("bob invite");
            assertThat(members(alice, room, "&not_membership=leave")).containsExactly("alice join");
            assertThat(members(alice, room, "&membership=leave&not_membership=join"))
                    .containsExactly("bob leave");
            assertThat(alice.get("/rooms/{}/members?at=nonsense", room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void members_forWhoLeft_areNotNewerThanTheLeaving(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            String room = alice.createRoomWith(bob);
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.invite(room, carol);
            String later = alice.sync().string("next_batch").orElseThrow();

            assertThat(members(bob, room, "&at=" + later))
                    .containsExactlyInAnyOrder("alice join", "bob leave");
        }
    }

    @EachEngine
    void context_ofAnOldEvent_hasTheStateOfThen(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            alice.setState(room, "m.room.topic", "", JsonObject.of("topic", "old"));
            String event = alice.say(room, "then");
            String next = alice.say(room, "next");
            alice.setState(room, "m.room.topic", "", JsonObject.of("topic", "new"));

            JsonObject context = alice.get("/rooms/{}/context/{}?limit=2", room, event).ok();

            List<String> topics =
                    context.array("state").orElseThrow().objects().stream()
                            .flatMap(state -> state.object("content").stream())
                            .flatMap(content -> content.string("topic").stream())
                            .toList();
            assertThat(topics).containsExactly("old");
            assertThat(
                            context.array("events_after").orElseThrow().objects().stream()
                                    .flatMap(after -> after.string("event_id").stream()))
                    .containsExactly(next);
            String end = context.string("end").orElseThrow();
            JsonObject on = alice.get("/rooms/{}/messages?dir=f&from={}", room, end).ok();
            assertThat(on.array("chunk").orElseThrow().objects())
                    .extracting(each -> each.string("type").orElseThrow())
                    .containsExactly("m.room.topic");
        }
    }

    /// Local parts and memberships.
    private static List<String> members(TestClient reader, String room, String query) {
        return reader.get("/rooms/{}/members?x=1" + query, room).objects("chunk").stream()
                .map(
                        event ->
                                event.string("state_key")
                                                .orElseThrow()
                                                .replaceAll("@(.*):.*", "$1 ")
                                        + event.object("content")
                                                .flatMap(content -> content.string("membership"))
                                                .orElseThrow())
                .toList();
    }
}
