package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations on who is in a room.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MembershipOperationsTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({"inviteUser", "joinRoomById", "getJoinedMembersByRoom"})
    void invited_joining_isAMember() {
        String room = alice.createRoom();
        assertThat(bob.post("/rooms/{}/join", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");

        alice.invite(room, bob);
        assertThat(membership(room, bob)).isEqualTo("invite");
        assertThat(bob.post("/rooms/{}/join", JsonObject.EMPTY, room).string("room_id"))
                .isEqualTo(room);

        assertThat(membership(room, bob)).isEqualTo("join");
        assertThat(
                        bob.get("/rooms/{}/joined_members", room)
                                .ok()
                                .object("joined")
                                .orElseThrow()
                                .names())
                .containsExactlyInAnyOrder(alice.id(), bob.id());
    }

    @Test
    @Proves({"joinRoom", "getJoinedRooms"})
    void publicRoom_joinedByAlias_isListed() {
        String room =
                alice.createRoom(
                        JsonObject.of("preset", "public_chat", "room_alias_name", "by-alias"));

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, "#by-alias:localhost").string("room_id"))
                .isEqualTo(room);

        assertThat(bob.get("/joined_rooms").ok().array("joined_rooms").orElseThrow().strings())
                .contains(room);
    }

    @Test
    @Proves({"leaveRoom", "getMembersByRoom"})
    void member_leaving_isGone() {
        String room = alice.createRoomWith(bob);

        bob.post("/rooms/{}/leave", JsonObject.of("reason", "tired"), room).ok();

        List<JsonObject> left =
                alice.get("/rooms/{}/members?membership=leave", room).objects("chunk");
        assertThat(left)
                .extracting(event -> event.string("state_key").orElseThrow())
                .containsExactly(bob.id());
        assertThat(left.getFirst().object("content"))
                .contains(JsonObject.of("membership", "leave", "reason", "tired"));
        assertThat(bob.get("/joined_rooms").ok().array("joined_rooms").orElseThrow().strings())
                .doesNotContain(room);
    }

    @Test
    @Proves("forgetRoom")
    void leftRoom_forgotten_isNotReadable() {
        String room = alice.createRoomWith(bob);
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        bob.get("/rooms/{}/messages?dir=b", room).ok();

        bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).ok();

        assertThat(bob.get("/rooms/{}/messages?dir=b", room).error()).isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    @Proves("kick")
    void member_kicked_isOut() {
        String room = alice.createRoomWith(bob);

        alice.post("/rooms/{}/kick", JsonObject.of("user_id", bob.id(), "reason", "noise"), room)
                .ok();

        assertThat(alice.state(room, "m.room.member", bob.id()))
                .isEqualTo(JsonObject.of("membership", "leave", "reason", "noise"));
    }

    @Test
    @Proves({"ban", "unban"})
    void member_banned_staysOutUntilUnbanned() {
        String room = alice.createRoomWith(bob);

        alice.post("/rooms/{}/ban", JsonObject.of("user_id", bob.id()), room).ok();
        assertThat(membership(room, bob)).isEqualTo("ban");
        assertThat(alice.post("/rooms/{}/invite", JsonObject.of("user_id", bob.id()), room).error())
                .isEqualTo("403 M_FORBIDDEN");

        alice.post("/rooms/{}/unban", JsonObject.of("user_id", bob.id()), room).ok();
        assertThat(membership(room, bob)).isEqualTo("leave");
        alice.invite(room, bob);
        bob.join(room);
        assertThat(membership(room, bob)).isEqualTo("join");
    }

    @Test
    @Proves("knockRoom")
    void stranger_knocking_waitsForAnInvitation() {
        String room = alice.createRoom();
        alice.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", "knock"));

        bob.post("/knock/{}", JsonObject.of("reason", "hello?"), room).ok();

        assertThat(alice.state(room, "m.room.member", bob.id()))
                .isEqualTo(JsonObject.of("membership", "knock", "reason", "hello?"));
        alice.invite(room, bob);
        bob.join(room);
        assertThat(membership(room, bob)).isEqualTo("join");
    }

    private String membership(String room, TestClient user) {
        return alice.state(room, "m.room.member", user.id()).string("membership").orElseThrow();
    }

    @Test
    void join_withContentOfTheClients_keepsItUnderWhatTheServerSays() {
        String room = alice.createRoom(JsonObject.of("preset", "public_chat"));

        bob.post(
                        "/join/{}",
                        json(
                                "{'foo':'bar','reason':'hello','membership':'ban','displayname':'Mallory',"
                                        + "'join_authorised_via_users_server':'@x:y'}"),
                        room)
                .ok();

        assertThat(alice.state(room, "m.room.member", bob.id()))
                .isEqualTo(json("{'foo':'bar','reason':'hello','membership':'join'}"));
    }
}
