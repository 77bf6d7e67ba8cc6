package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#banning-users-in-a-room.
@Section("client-server-api#banning-users-in-a-room")
final class BanTest {
    private static Json member(User reader, String room, User user) {
        return reader.state(room, "m.room.member", user.id());
    }

    private static Answer about(User actor, String action, User target, String room) {
        return actor.post("/rooms/{}/" + action, Json.of("user_id", target.id()), room);
    }

    @Test
    void ban_isAMembership_withReason(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        alice.post(
                        "/rooms/{}/ban",
                        Json.of("user_id", bob.id(), "reason", "Telling unfunny jokes"),
                        room)
                .ok();

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("ban");
        assertThat(member(alice, room, bob).string("reason")).isEqualTo("Telling unfunny jokes");
    }

    @Test
    void ban_byStateEvent_isABan(User alice, User bob) {
        String room = alice.createPublicRoom();
        bob.join(room);

        alice.setState(room, "m.room.member", bob.id(), Json.of("membership", "ban"));

        bob.post("/join/{}", Json.EMPTY, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void ban_ofSomebodyOutside_keepsThemOut(User alice, User bob) {
        String room = alice.createPublicRoom();

        alice.ban(room, bob);

        bob.post("/join/{}", Json.EMPTY, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void bannedUser_sendsNothing(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.ban(room, bob);

        bob.put(
                        "/rooms/{}/send/m.room.message/{}",
                        Json.of("msgtype", "m.text", "body", "hey"),
                        room,
                        homeserver.unique("t"))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void bannedUser_isNotLiftedByLeaving(User alice, User bob) {
        String room = alice.createPublicRoom();
        bob.join(room);
        alice.ban(room, bob);

        assertThat(bob.post("/rooms/{}/leave", Json.EMPTY, room).status()).isIn(200, 403);

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("ban");
    }

    @Test
    void ban_fromOutside_isForbidden(User alice, User bob, User carol) {
        about(bob, "ban", carol, alice.createPublicRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void unban_isALeave_withReason(User alice, User bob) {
        String room = alice.createRoom();
        alice.ban(room, bob);

        alice.post("/rooms/{}/unban", Json.of("user_id", bob.id(), "reason", "Long enough"), room)
                .ok();

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("leave");
        assertThat(member(alice, room, bob).string("reason")).isEqualTo("Long enough");
    }

    @Test
    void unbannedUser_mayJoin_andBeInvited(User alice, User bob, User carol) {
        String room = alice.createPublicRoom();
        alice.ban(room, bob);
        alice.ban(room, carol);

        about(alice, "unban", bob, room).ok();
        about(alice, "unban", carol, room).ok();

        bob.join(room);
        alice.invite(room, carol);
    }

    @Test
    void unban_needsTheLevelToBan(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob);
        alice.ban(room, carol);
        Levels.set(alice, room, "ban", 60);
        Levels.grant(alice, room, bob, 59);

        about(bob, "unban", carol, room).expectError(403, "M_FORBIDDEN");
        Levels.grant(alice, room, bob, 60);
        about(bob, "unban", carol, room).ok();
    }

    @Test
    void unban_ofSomebodyWhoIsNotBanned_doesNotRemoveThem(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        assertThat(about(alice, "unban", bob, room).status()).isNotEqualTo(500);

        assertThat(member(alice, room, bob).string("membership")).isEqualTo("join");
    }
}
