package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#knocking-on-rooms.
@Section("client-server-api#knocking-on-rooms")
final class KnockTest {
    private static String knockable(User alice) {
        return alice.createRoom(
                Json.parse(
                        "{'initial_state':[{'type':'m.room.join_rules','content':{'join_rule':'knock'}}]}"));
    }

    private static Answer knock(User user, String room) {
        return user.post("/knock/{}", Json.EMPTY, room);
    }

    private static void hasMembership(User reader, String room, User user, String membership) {
        assertThat(reader.state(room, "m.room.member", user.id()).string("membership"))
                .isEqualTo(membership);
    }

    @Test
    void knock_returnsTheRoom_andIsSeenInIt(User alice, User bob) {
        String room = knockable(alice);

        Json answer = bob.post("/knock/{}", Json.of("reason", "Let me in"), room).ok();

        assertThat(answer.string("room_id")).isEqualTo(room);
        hasMembership(alice, room, bob, "knock");
        assertThat(alice.state(room, "m.room.member", bob.id()).string("reason"))
                .isEqualTo("Let me in");
    }

    @Test
    void knock_byAlias_isAKnock(Homeserver homeserver, User alice, User bob) {
        String room = knockable(alice);
        String alias = "#" + homeserver.unique("door") + ":" + alice.serverName();
        alice.put("/directory/room/{}", Json.of("room_id", room), alias).ok();

        assertThat(knock(bob, alias).ok().string("room_id")).isEqualTo(room);
    }

    @Test
    void knock_onAnAliasThatIsNotThere_isNotFound(Homeserver homeserver, User alice) {
        knock(alice, "#" + homeserver.unique("door") + ":" + alice.serverName())
                .expectError(404, "M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invite", "public"})
    void knock_whereTheRuleIsAnother_isForbidden(String rule, User alice, User bob) {
        String room = alice.createRoom();
        alice.setState(room, "m.room.join_rules", "", Json.of("join_rule", rule));

        knock(bob, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knock_inARoomVersionWithoutIt_isForbidden(User alice, User bob) {
        String room = alice.createRoom(Json.of("room_version", "6"));
        alice.put("/rooms/{}/state/m.room.join_rules/", Json.of("join_rule", "knock"), room);

        knock(bob, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knock_isNoRightToJoin(User alice, User bob) {
        String room = knockable(alice);
        knock(bob, room).ok();

        bob.post("/join/{}", Json.EMPTY, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knockWithInvite_isAccepted(User alice, User bob) {
        String room = knockable(alice);
        knock(bob, room).ok();

        alice.invite(room, bob);

        bob.join(room);
        hasMembership(alice, room, bob, "join");
    }

    @ParameterizedTest
    @CsvSource({"kick, leave", "ban, ban"})
    void knock_isDenied(String action, String membership, User alice, User bob) {
        String room = knockable(alice);
        knock(bob, room).ok();

        alice.post("/rooms/{}/" + action, Json.of("user_id", bob.id()), room).ok();

        hasMembership(alice, room, bob, membership);
    }

    @Test
    void knock_isRetracted_byLeaving_andMayBeRepeated(User alice, User bob) {
        String room = knockable(alice);
        knock(bob, room).ok();

        bob.leave(room);

        hasMembership(alice, room, bob, "leave");
        knock(bob, room).ok();
    }

    @Test
    void member_mayNotKnock(User alice, User bob) {
        String room = knockable(alice);
        alice.invite(room, bob);
        bob.join(room);

        knock(bob, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void invitedUser_mayNotKnock(User alice, User bob) {
        String room = knockable(alice);
        alice.invite(room, bob);

        knock(bob, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void bannedUser_mayNotKnock(User alice, User bob) {
        String room = knockable(alice);
        alice.ban(room, bob);

        knock(bob, room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knock_isAcceptedOnlyByThoseWhoMayInvite(User alice, User bob, User carol) {
        String room = knockable(alice);
        alice.invite(room, carol);
        carol.join(room);
        Levels.set(alice, room, "invite", 50);
        knock(bob, room).ok();

        carol.post("/rooms/{}/invite", Json.of("user_id", bob.id()), room)
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knock_ofAnother_isForbidden(User alice, User bob) {
        String room = knockable(alice);

        alice.put(
                        "/rooms/{}/state/m.room.member/{}",
                        Json.of("membership", "knock"),
                        room,
                        bob.id())
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knock_withoutToken_isRefused(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .post("/knock/{}", Json.EMPTY, knockable(alice))
                .expectError(401, "M_MISSING_TOKEN");
    }
}
