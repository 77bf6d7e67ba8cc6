package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-membership.
@Section("client-server-api#room-membership")
final class RoomMembershipTest {
    private static Json member(User reader, String room, User user) {
        return reader.state(room, "m.room.member", user.id());
    }

    private static void hasMembership(User reader, String room, User user, String membership) {
        assertThat(member(reader, room, user).string("membership")).isEqualTo(membership);
    }

    private static Answer about(User actor, String action, User target, String room) {
        return actor.post("/rooms/{}/" + action, Json.of("user_id", target.id()), room);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/join/{}", "/rooms/{}/join"})
    void join_returnsTheRoom_andIsSeenByOthers(String path, User alice, User bob) {
        String room = alice.createPublicRoom();

        Json answer = bob.post(path, Json.of("reason", "Looking for support"), room).ok();

        assertThat(answer.string("room_id")).isEqualTo(room);
        assertThat(member(alice, room, bob).string("membership")).isEqualTo("join");
        assertThat(member(alice, room, bob).string("reason")).isEqualTo("Looking for support");
    }

    @Test
    void join_hasTheProfile(User alice, User bob) {
        bob.put("/profile/{}/displayname", Json.of("displayname", "Bob"), bob.id()).ok();
        String room = alice.createPublicRoom();

        bob.join(room);

        assertThat(member(alice, room, bob).string("displayname")).isEqualTo("Bob");
    }

    @Test
    void join_again_changesNothing(User alice, User bob) {
        String room = alice.createPublicRoom();
        bob.join(room);

        bob.join(room);

        hasMembership(alice, room, bob, "join");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/join/{}", "/rooms/{}/join"})
    void join_ofAnInviteOnlyRoom_isForbidden(String path, User alice, User bob) {
        bob.post(path, Json.EMPTY, alice.createRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void join_byStateEvent_isAJoin(User alice, User bob) {
        String room = alice.createPublicRoom();

        bob.setState(room, "m.room.member", bob.id(), Json.of("membership", "join"));

        hasMembership(alice, room, bob, "join");
    }

    @Test
    void join_ofSomebodyElse_isForbidden(User alice, User bob) {
        String room = alice.createPublicRoom();

        alice.put("/rooms/{}/state/m.room.member/{}", Json.of("membership", "join"), room, bob.id())
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void invite_isAMembership_withReason(User alice, User bob) {
        String room = alice.createRoom();

        alice.post(
                        "/rooms/{}/invite",
                        Json.of("user_id", bob.id(), "reason", "Welcome to the team!"),
                        room)
                .ok();

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("invite");
        assertThat(member(alice, room, bob).string("reason")).isEqualTo("Welcome to the team!");
    }

    @Test
    void invite_again_isFine(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);

        // 200: "The user has been invited to join the room, or was already invited to the room."
        about(alice, "invite", bob, room).ok();
    }

    @Test
    void invite_ofAMember_isForbidden(User alice, User bob) {
        about(alice, "invite", bob, alice.createRoomWith(bob)).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void invite_ofABannedUser_isForbidden(User alice, User bob) {
        String room = alice.createRoom();
        alice.ban(room, bob);

        about(alice, "invite", bob, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void invite_fromOutside_isForbidden(User alice, User bob, User carol) {
        about(bob, "invite", carol, alice.createPublicRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void invitedUser_mayNotInvite(User alice, User bob, User carol) {
        String room = alice.createRoom();
        alice.invite(room, bob);

        about(bob, "invite", carol, room).expectError(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invite", "kick", "ban", "unban"})
    void request_withoutUser_isRefused(String action, User alice) {
        alice.post("/rooms/{}/" + action, Json.EMPTY, alice.createRoom()).expect(400);
    }

    @Test
    void leave_isAMembership_withReason(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        bob.post("/rooms/{}/leave", Json.of("reason", "Saying farewell"), room).ok();

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("leave");
        assertThat(member(alice, room, bob).string("reason")).isEqualTo("Saying farewell");
    }

    @Test
    void leave_endsSending(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);

        bob.put(
                        "/rooms/{}/send/m.room.message/{}",
                        Json.of("msgtype", "m.text", "body", "still here"),
                        room,
                        homeserver.unique("t"))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void leave_ofAnInviteOnlyRoom_needsAnotherInvite(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);

        bob.post("/join/{}", Json.EMPTY, room).expectError(403, "M_FORBIDDEN");

        alice.invite(room, bob);
        bob.join(room);
    }

    @Test
    void rejectedInvite_needsAnotherInvite(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);
        bob.leave(room);

        hasMembership(alice, room, bob, "leave");
        bob.post("/join/{}", Json.EMPTY, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void leave_ofARoomOfOthers_isRefused(User alice, User bob) {
        // "A user must have been invited to or have joined the room before they are eligible to
        // leave the room."
        assertThat(bob.post("/rooms/{}/leave", Json.EMPTY, alice.createRoom()).status())
                .isIn(403, 404);
    }

    @Test
    void historyBeforeTheLeave_isStillReadable_andNoMore(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String before = alice.say(room, "before");
        bob.leave(room);
        String after = alice.say(room, "after");

        List<String> seen =
                Sync.ids(bob.get("/rooms/{}/messages?dir=b&limit=50", room).ok().list("chunk"));

        assertThat(seen).contains(before).doesNotContain(after);
    }

    @Test
    void kick_isALeave_withReason(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        alice.post(
                        "/rooms/{}/kick",
                        Json.of("user_id", bob.id(), "reason", "Telling unfunny jokes"),
                        room)
                .ok();

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("leave");
        assertThat(member(alice, room, bob).string("reason")).isEqualTo("Telling unfunny jokes");
    }

    @Test
    void kickedUser_mayRejoinAPublicRoom(User alice, User bob) {
        String room = alice.createPublicRoom();
        bob.join(room);
        alice.kick(room, bob);

        bob.join(room);
    }

    @Test
    void kick_ofSomebodyOutside_isForbidden(User alice, User bob) {
        about(alice, "kick", bob, alice.createRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void kick_fromOutside_isForbidden(User alice, User bob) {
        about(bob, "kick", alice, alice.createPublicRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void kick_ofABannedUser_isForbidden(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.ban(room, bob);

        about(alice, "kick", bob, room).expect(403);
        hasMembership(alice, room, bob, "ban");
    }
}
