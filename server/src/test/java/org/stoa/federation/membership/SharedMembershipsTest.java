package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.RoomHead;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// What becomes of memberships that both of two servers know: each change reaches the other one.
@Timeout(120)
final class SharedMembershipsTest {
    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static RoomHead head(TwoServers.Member member, String room) {
        return member.homeserver().rooms().rooms().require(RoomId.parse(room)).visible().head();
    }

    /// Waits with a user's sync until something is so.
    private static void until(TestClient user, BooleanSupplier condition) {
        String since = user.sync().string("next_batch").orElseThrow();
        while (!condition.getAsBoolean()) {
            since = user.get("/sync?timeout=1000&since={}", since).string("next_batch");
        }
    }

    private static boolean isIn(TestClient user, String section, String room) {
        return user.sync()
                .object("rooms")
                .flatMap(rooms -> rooms.object(section))
                .filter(rooms -> rooms.has(room))
                .isPresent();
    }

    private static boolean shows(
            TestClient reader, String room, TestClient member, String membership) {
        return reader.get("/rooms/{}/state/m.room.member/{}", room, member.id())
                .json()
                .toString()
                .contains("\"membership\":\"" + membership + "\"");
    }

    private static JsonObject about(TestClient user) {
        return JsonObject.of("user_id", user.id());
    }

    private static String shared(TestClient owner, TestClient guest) {
        String room = owner.createRoom();
        owner.invite(room, guest);
        guest.join(room);
        return room;
    }

    @Test
    void invite_thatIsWithdrawn_isGone() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String kicked = alice.createRoom();
            String banned = alice.createRoom();
            alice.invite(kicked, bob);
            alice.invite(banned, bob);

            alice.post("/rooms/{}/kick", about(bob), kicked).ok();
            alice.post("/rooms/{}/ban", about(bob), banned).ok();

            until(bob, () -> !isIn(bob, "invite", kicked) && !isIn(bob, "invite", banned));
            assertThat(head(servers.one(), kicked).invited()).isZero();
            assertThat(bob.post("/join/{}?via=one.test", JsonObject.EMPTY, banned).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @Test
    void knock_thatIsRefused_isGone() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room =
                    alice.createRoom(
                            json(
                                    "{'initial_state':[{'type':'m.room.join_rules','content':{'join_rule':'knock'}}]}"));
            bob.post("/knock/{}?via=one.test", JsonObject.EMPTY, room).ok();
            assertThat(isIn(bob, "knock", room)).isTrue();

            alice.post("/rooms/{}/kick", about(bob), room).ok();

            until(bob, () -> !isIn(bob, "knock", room));
        }
    }

    @Test
    void member_whoIsKickedBannedAndLetInAgain_isSeenSoOnBothSides() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = shared(alice, bob);

            alice.post("/rooms/{}/kick", about(bob), room).ok();

            until(bob, () -> !isIn(bob, "join", room));
            assertThat(head(servers.one(), room).joined()).isEqualTo(1);
            assertThat(head(servers.two(), room).joined()).isEqualTo(1);
            assertThat(head(servers.two(), room).servers()).hasSize(1);

            alice.post("/rooms/{}/ban", about(bob), room).ok();
            assertThat(bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).error())
                    .isEqualTo("403 M_FORBIDDEN");
            alice.post("/rooms/{}/unban", about(bob), room).ok();
            alice.invite(room, bob);
            bob.join(room);

            assertThat(head(servers.one(), room).joined()).isEqualTo(2);
            assertThat(head(servers.two(), room).joined()).isEqualTo(2);
            String said = bob.say(room, "back");
            until(alice, () -> alice.get("/rooms/{}/event/{}", room, said).status() == 200);
        }
    }

    @Test
    void member_whoLeavesAndComesBack_findsTheRoomOfNow() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom(json("{'preset':'public_chat'}"));
            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();

            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

            until(alice, () -> shows(alice, room, bob, "leave"));
            assertThat(head(servers.one(), room).joined()).isEqualTo(1);
            alice.setState(room, "m.room.name", "", JsonObject.of("name", "Later"));
            bob.join(room);
            assertThat(bob.state(room, "m.room.name", "").string("name")).contains("Later");
            assertThat(head(servers.one(), room).servers())
                    .hasSize(2)
                    .hasSameSizeAs(head(servers.two(), room).servers());
        }
    }

    @Test
    void invite_ofAnotherUserOfAServerThatIsThere_arrivesAsAnEvent() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            TestClient carol = servers.two().register("carol");
            String room = shared(alice, bob);

            alice.invite(room, carol);

            until(carol, () -> isIn(carol, "invite", room));
            assertThat(shows(bob, room, carol, "invite")).isTrue();
            carol.join(room);
            until(alice, () -> shows(alice, room, carol, "join"));
            assertThat(head(servers.one(), room).joined()).isEqualTo(3);
            assertThat(head(servers.two(), room).joined()).isEqualTo(3);
            assertThat(head(servers.one(), room).invited()).isZero();
            assertThat(head(servers.two(), room).invited()).isZero();
        }
    }

    @Test
    void inviteAndWhatIsSaidMeanwhile_areBothInTheRoom() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            TestClient carol = servers.one().register("carol");
            String room = shared(alice, bob);
            alice.invite(room, carol);
            carol.join(room);
            TestClient dave = servers.two().register("dave");

            Thread talking = Thread.ofVirtual().start(() -> talk(carol, room));
            alice.invite(room, dave);
            join(talking);

            until(dave, () -> isIn(dave, "invite", room));
            dave.join(room);
            until(alice, () -> shows(alice, room, dave, "join"));
            assertThat(head(servers.one(), room).joined()).isEqualTo(4);
        }
    }

    private static void talk(TestClient user, String room) {
        for (int i = 0; i < 20; i++) {
            user.say(room, "more " + i);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
