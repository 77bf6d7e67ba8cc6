package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#mroomcanonical_alias.
@Section("client-server-api#mroomcanonical_alias")
final class CanonicalAliasTest {
    private static String alias(Homeserver homeserver, User user, String room) {
        String alias = "#" + homeserver.unique("alias") + ":" + user.serverName();
        user.put("/directory/room/{}", Json.of("room_id", room), alias).ok();
        return alias;
    }

    private static Answer set(User user, String room, Json content) {
        return user.put("/rooms/{}/state/m.room.canonical_alias/", content, room);
    }

    @Test
    void aliases_thatPointToTheRoom_areSet(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Json content =
                Json.of(
                        "alias", alias(homeserver, alice, room),
                        "alt_aliases", Json.array(alias(homeserver, alice, room)));

        set(alice, room, content).ok();

        assertThat(bob.state(room, "m.room.canonical_alias", "")).isEqualTo(content);
    }

    @Test
    void altAliases_needNoAlias(Homeserver homeserver, User alice) {
        String room = alice.createRoom();

        set(alice, room, Json.of("alt_aliases", Json.array(alias(homeserver, alice, room)))).ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'alias':''}", "{'alias':null}"})
    void alias_canBeNone(String content, User alice) {
        set(alice, alice.createRoom(), Json.parse(content)).ok();
    }

    @Test
    void alias_thatIsNotThere_isBad(Homeserver homeserver, User alice) {
        String alias = "#" + homeserver.unique("alias") + ":" + alice.serverName();

        set(alice, alice.createRoom(), Json.of("alias", alias)).expectError(400, "M_BAD_ALIAS");
    }

    @Test
    void alias_ofAnotherRoom_isBad(Homeserver homeserver, User alice) {
        String alias = alias(homeserver, alice, alice.createRoom());

        set(alice, alice.createRoom(), Json.of("alias", alias)).expectError(400, "M_BAD_ALIAS");
    }

    @Test
    void altAlias_ofAnotherRoom_isBad(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        Json content =
                Json.of(
                        "alias", alias(homeserver, alice, room),
                        "alt_aliases", Json.array(alias(homeserver, alice, alice.createRoom())));

        set(alice, room, content).expectError(400, "M_BAD_ALIAS");

        alice.get("/rooms/{}/state/m.room.canonical_alias/", room).expectError(404, "M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'alias':'monkeys'}", "{'alt_aliases':['monkeys']}"})
    void alias_ofTheWrongSyntax_isInvalid(String content, User alice) {
        set(alice, alice.createRoom(), Json.parse(content)).expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void alias_withoutPermission_isForbidden(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String alias = alias(homeserver, alice, room);

        set(bob, room, Json.of("alias", alias)).expectError(403, "M_FORBIDDEN");
    }
}
