package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-aliases.
@Section("client-server-api#room-aliases")
final class RoomAliasesTest {
    private static String name(Homeserver homeserver, User user) {
        return "#" + homeserver.unique("alias") + ":" + user.serverName();
    }

    private static String alias(Homeserver homeserver, User user, String room) {
        String alias = name(homeserver, user);
        user.put("/directory/room/{}", Json.of("room_id", room), alias).ok();
        return alias;
    }

    @Test
    void alias_isResolved_withServersThatKnowIt(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoom();
        String alias = alias(homeserver, alice, room);

        Json answer = bob.get("/directory/room/{}", alias).ok();

        assertThat(answer.string("room_id")).isEqualTo(room);
        assertThat(answer.strings("servers")).contains(alice.serverName());
    }

    @Test
    void alias_isResolved_withoutToken(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String alias = alias(homeserver, alice, room);

        assertThat(homeserver.anonymous().get("/directory/room/{}", alias).ok().string("room_id"))
                .isEqualTo(room);
    }

    @Test
    void alias_thatExists_isAConflict(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String alias = alias(homeserver, alice, room);

        alice.put("/directory/room/{}", Json.of("room_id", alice.createRoom()), alias).expect(409);

        assertThat(alice.get("/directory/room/{}", alias).ok().string("room_id")).isEqualTo(room);
    }

    @Test
    void alias_thatIsNone_isNotSet(User alice) {
        alice.put("/directory/room/{}", Json.of("room_id", alice.createRoom()), "monkeys")
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void alias_thatIsNone_isNotResolved(User alice) {
        alice.get("/directory/room/{}", "monkeys").expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void alias_thatNobodyMade_isNotFound(Homeserver homeserver, User alice) {
        alice.get("/directory/room/{}", name(homeserver, alice)).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void alias_ofAnotherServer_isNotSet(Homeserver homeserver, User alice) {
        String alias = "#" + homeserver.unique("alias") + ":elsewhere.invalid";

        assertThat(
                        alice.put(
                                        "/directory/room/{}",
                                        Json.of("room_id", alice.createRoom()),
                                        alias)
                                .status())
                .isBetween(400, 499);
    }

    @Test
    void alias_withoutRoom_isRefused(Homeserver homeserver, User alice) {
        String alias = name(homeserver, alice);

        alice.put("/directory/room/{}", Json.EMPTY, alias).expect(400);

        alice.get("/directory/room/{}", alias).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void alias_withoutToken_isNeitherSetNorDeleted(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String alias = alias(homeserver, alice, room);

        homeserver
                .anonymous()
                .put("/directory/room/{}", Json.of("room_id", room), name(homeserver, alice))
                .expectError(401, "M_MISSING_TOKEN");
        homeserver
                .anonymous()
                .delete("/directory/room/{}", alias)
                .expectError(401, "M_MISSING_TOKEN");
        alice.get("/directory/room/{}", alias).ok();
    }

    @Test
    void alias_thatWasDeleted_isNotFound(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String alias = alias(homeserver, alice, room);

        alice.delete("/directory/room/{}", alias).ok();

        alice.get("/directory/room/{}", alias).expectError(404, "M_NOT_FOUND");
        assertThat(alice.get("/rooms/{}/aliases", room).ok().strings("aliases")).isEmpty();
    }

    @Test
    void alias_thatWasDeleted_mayBeUsedAgain(Homeserver homeserver, User alice) {
        String alias = alias(homeserver, alice, alice.createRoom());
        alice.delete("/directory/room/{}", alias).ok();
        String other = alice.createRoom();

        alice.put("/directory/room/{}", Json.of("room_id", other), alias).ok();

        assertThat(alice.get("/directory/room/{}", alias).ok().string("room_id")).isEqualTo(other);
    }

    @Test
    void deletion_ofAnAliasThatIsNotThere_isNotFound(Homeserver homeserver, User alice) {
        alice.delete("/directory/room/{}", name(homeserver, alice)).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void aliases_ofARoom_areListed(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String one = alias(homeserver, alice, room);
        String two = alias(homeserver, alice, room);

        assertThat(alice.get("/rooms/{}/aliases", room).ok().strings("aliases"))
                .containsExactlyInAnyOrder(one, two);
    }

    @Test
    void aliases_canBeNone(User alice) {
        assertThat(alice.get("/rooms/{}/aliases", alice.createRoom()).ok().strings("aliases"))
                .isEmpty();
    }

    @Test
    void aliases_areNotForOutsiders(User alice, User bob) {
        bob.get("/rooms/{}/aliases", alice.createPublicRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void aliases_ofAWorldReadableRoom_areForAnyUser(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoom();
        String alias = alias(homeserver, alice, room);
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));

        assertThat(bob.get("/rooms/{}/aliases", room).ok().strings("aliases"))
                .containsExactly(alias);
    }

    @Test
    void alias_isAWayToJoin(Homeserver homeserver, User alice, User bob) {
        String room = alice.createPublicRoom();
        String alias = alias(homeserver, alice, room);

        assertThat(bob.post("/join/{}", Json.EMPTY, alias).ok().string("room_id")).isEqualTo(room);
    }

    @Test
    void join_byAnAliasThatIsNotThere_isNotFound(Homeserver homeserver, User alice) {
        alice.post("/join/{}", Json.EMPTY, name(homeserver, alice)).expectError(404, "M_NOT_FOUND");
    }
}
