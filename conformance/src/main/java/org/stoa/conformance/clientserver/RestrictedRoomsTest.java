package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#restricted-rooms.
@Section("client-server-api#restricted-rooms")
final class RestrictedRoomsTest {
    private static Json rule(String name, String... rooms) {
        return Json.of(
                "join_rule",
                name,
                "allow",
                List.of(rooms).stream()
                        .map(room -> Json.of("type", "m.room_membership", "room_id", room))
                        .toList());
    }

    private static String room(User owner, Json rule) {
        Json event = Json.of("type", "m.room.join_rules", "content", rule);
        return owner.createRoom(Json.of("initial_state", Json.array(event)));
    }

    private static void mayJoin(User user, String room, User witness) {
        user.join(room);
        assertThat(witness.state(room, "m.room.member", user.id()).string("membership"))
                .isEqualTo("join");
    }

    private static void mayNotJoin(User user, String room) {
        user.post("/join/{}", Json.EMPTY, room).expectError(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"restricted", "knock_restricted"})
    void memberOfTheOtherRoom_mayJoin(String name, User alice, User bob) {
        String room = room(alice, rule(name, alice.createRoomWith(bob)));

        mayJoin(bob, room, alice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"restricted", "knock_restricted"})
    void anybodyElse_mayNotJoin(String name, User alice, User bob) {
        mayNotJoin(bob, room(alice, rule(name, alice.createRoom())));
    }

    @Test
    void joinOfAMember_namesWhoCouldHaveInvited(User alice, User bob) {
        String room = room(alice, rule("restricted", alice.createRoomWith(bob)));

        bob.join(room);

        assertThat(
                        alice.state(room, "m.room.member", bob.id())
                                .string("join_authorised_via_users_server"))
                .isEqualTo(alice.id());
    }

    @Test
    void oneOfSeveralConditions_isEnough(User alice, User bob) {
        String other = alice.createRoomWith(bob);

        mayJoin(bob, room(alice, rule("restricted", alice.createRoom(), other)), alice);
    }

    @Test
    void invitedOrFormerMember_ofTheOtherRoom_mayNotJoin(User alice, User bob, User carol) {
        String other = alice.createRoomWith(carol);
        alice.invite(other, bob);
        carol.leave(other);
        String room = room(alice, rule("restricted", other));

        mayNotJoin(bob, room);
        mayNotJoin(carol, room);
    }

    @Test
    void invite_needsNoCondition(User alice, User bob) {
        String room = room(alice, rule("restricted", alice.createRoom()));
        alice.invite(room, bob);

        mayJoin(bob, room, alice);
    }

    @Test
    void bannedMemberOfTheOtherRoom_mayNotJoin(User alice, User bob) {
        String room = room(alice, rule("restricted", alice.createRoomWith(bob)));
        alice.ban(room, bob);

        mayNotJoin(bob, room);
    }

    @Test
    void condition_isNotNeededToStay(User alice, User bob) {
        String other = alice.createRoomWith(bob);
        String room = room(alice, rule("restricted", other));
        bob.join(room);

        bob.leave(other);

        bob.say(room, "still here");
        mayJoin(bob, room, alice);
    }

    @Test
    void conditionOfAnUnknownKind_isNone(User alice, User bob) {
        String other = alice.createRoomWith(bob);
        Json condition = Json.of("type", "org.example.other", "room_id", other);
        Json rule = Json.of("join_rule", "restricted", "allow", Json.array(condition));

        mayNotJoin(bob, room(alice, rule));
    }

    @Test
    void withoutConditions_onlyInvitesHelp(User alice, User bob) {
        mayNotJoin(bob, room(alice, Json.of("join_rule", "restricted")));
    }

    @Test
    void restrictedRoom_isNotKnockable(User alice, User bob) {
        bob.post("/knock/{}", Json.EMPTY, room(alice, rule("restricted", alice.createRoom())))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void knockRestrictedRoom_isKnockable(User alice, User bob) {
        String room = room(alice, rule("knock_restricted", alice.createRoom()));

        bob.post("/knock/{}", Json.EMPTY, room).ok();

        alice.invite(room, bob);
        mayJoin(bob, room, alice);
    }

    @Test
    void ruleInARoomVersionWithoutIt_letsNobodyIn(User alice, User bob) {
        String other = alice.createRoomWith(bob);
        String room = alice.createRoom(Json.of("room_version", "7"));
        alice.put("/rooms/{}/state/m.room.join_rules/", rule("restricted", other), room);

        mayNotJoin(bob, room);
    }
}
