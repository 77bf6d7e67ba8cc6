package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.RoomHead;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// Invites of users of another server, by two whole servers.
@Timeout(120)
final class InvitesTest {
    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static Optional<JsonObject> section(TestClient user, String name, String room) {
        return user.sync()
                .object("rooms")
                .flatMap(rooms -> rooms.object(name))
                .flatMap(rooms -> rooms.object(room));
    }

    /// The `unsigned` of a user's join.
    private static JsonObject joinOf(TestClient user, String room) {
        return TestClient.timeline(user.sync(), room).stream()
                .filter(event -> event.string("state_key").equals(Optional.of(user.id())))
                .reduce((first, last) -> last)
                .flatMap(event -> event.object("unsigned"))
                .orElseThrow();
    }

    private static RoomHead head(TwoServers.Member member, String room) {
        return member.homeserver().rooms().rooms().require(RoomId.parse(room)).visible().head();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void invite_ofAUserOfTheOtherServer_isToldAndAccepted(RoomVersion version) {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room =
                    alice.createRoom(
                            JsonObject.of("room_version", version.id(), "name", "Private"));

            alice.invite(room, bob);

            JsonArray told =
                    section(bob, "invite", room)
                            .flatMap(invite -> invite.object("invite_state"))
                            .flatMap(state -> state.array("events"))
                            .orElseThrow();
            assertThat(told.toString()).contains("m.room.create", "Private", "\"invite\"");
            assertThat(head(servers.one(), room).invited()).isEqualTo(1);

            bob.join(room);

            assertThat(joinOf(bob, room).string("prev_sender")).contains(alice.id());
            assertThat(head(servers.one(), room).joined()).isEqualTo(2);
            assertThat(head(servers.one(), room).invited()).isZero();
            assertThat(head(servers.two(), room).joined()).isEqualTo(2);
            assertThat(section(bob, "invite", room)).isEmpty();
            assertThat(section(bob, "join", room)).isPresent();
        }
    }

    @Test
    void invite_thatIsRefused_isLeftOnBothSides() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom();
            alice.invite(room, bob);

            bob.post("/rooms/{}/leave", json("{'reason':'No time'}"), room).ok();

            assertThat(alice.state(room, "m.room.member", bob.id()))
                    .isEqualTo(json("{'membership':'leave','reason':'No time'}"));
            assertThat(section(bob, "invite", room)).isEmpty();
            assertThat(head(servers.one(), room).invited()).isZero();
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).ok();
            alice.invite(room, bob);
            assertThat(section(bob, "invite", room)).isPresent();
        }
    }

    @Test
    void invite_whoseServerIsGone_isLeftHere() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom();
            alice.invite(room, bob);
            String since = bob.sync().string("next_batch").orElseThrow();
            servers.one().homeserver().edge().close();

            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

            assertThat(section(bob, "invite", room)).isEmpty();
            JsonObject left =
                    bob.syncSince(since)
                            .object("rooms")
                            .flatMap(rooms -> rooms.object("leave"))
                            .flatMap(rooms -> rooms.object(room))
                            .flatMap(found -> found.object("timeline"))
                            .orElseThrow();
            assertThat(left.array("events").orElseThrow().objects())
                    .extracting(event -> event.object("content").orElseThrow())
                    .containsExactly(json("{'membership':'leave'}"));
        }
    }

    @Test
    void invite_ofWhoDoesNotExist_isRefused() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            String room = alice.createRoom();

            assertThat(
                            alice.post(
                                            "/rooms/{}/invite",
                                            json("{'user_id':'@nobody:two.test'}"),
                                            room)
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(
                            alice.post(
                                            "/rooms/{}/invite",
                                            json("{'user_id':'@nobody:nowhere.test'}"),
                                            room)
                                    .error())
                    .isEqualTo("502 M_UNKNOWN");
            assertThat(head(servers.one(), room).invited()).isZero();
        }
    }

    @Test
    void invite_thatTheUserBlocks_isRefused() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            bob.put(
                            "/user/{}/account_data/m.invite_permission_config",
                            json("{'default_action':'block'}"),
                            bob.id())
                    .ok();

            assertThat(
                            alice.post(
                                            "/rooms/{}/invite",
                                            JsonObject.of("user_id", bob.id()),
                                            alice.createRoom())
                                    .error())
                    .isEqualTo("403 M_INVITE_BLOCKED");
        }
    }

    @Test
    void createRoom_withAUserOfTheOtherServer_invitesHim() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");

            String room =
                    alice.createRoom(
                            JsonObject.of(
                                    "invite",
                                    JsonArray.ofStrings(List.of(bob.id())),
                                    "is_direct",
                                    true));

            assertThat(section(bob, "invite", room).orElseThrow().toString())
                    .contains("\"is_direct\":true");
            bob.join(room);
            assertThat(head(servers.two(), room).joined()).isEqualTo(2);
        }
    }

    @Test
    void createRoom_withUsersWhoCannotBeInvited_makesTheRoomAndSaysSo() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            List<String> invited =
                    List.of("@a:nowhere.test", "@b:-1", "@nobody:two.test", bob.id());

            JsonObject answer =
                    alice.post("/createRoom", JsonObject.of("invite", JsonArray.ofStrings(invited)))
                            .ok();

            String room = answer.string("room_id").orElseThrow();
            JsonObject refusals = answer.object("org.stoa.not_invited").orElseThrow();
            assertThat(refusals.names())
                    .containsExactly("@a:nowhere.test", "@b:-1", "@nobody:two.test");
            assertThat(refusals.object("@a:nowhere.test").orElseThrow().string("errcode"))
                    .contains("M_UNKNOWN");
            assertThat(refusals.object("@nobody:two.test").orElseThrow().string("errcode"))
                    .contains("M_FORBIDDEN");
            assertThat(section(bob, "invite", room)).isPresent();
            assertThat(head(servers.one(), room).invited()).isEqualTo(1);
            alice.say(room, "It is a room like any other");
        }
    }
}
