package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-upgrades.
@Section("client-server-api#room-upgrades")
final class RoomUpgradesTest {
    private static String upgrade(User user, String room, String version) {
        return user.post("/rooms/{}/upgrade", Json.of("new_version", version), room)
                .ok()
                .string("replacement_room");
    }

    private static String createV10(User alice, Json rest) {
        return alice.createRoom(rest.with("room_version", "10"));
    }

    private static String state(User reader, String room, String type, String field) {
        return reader.state(room, type, "").string(field);
    }

    @Test
    void upgrade_leadsFromOneRoomToTheOther(User alice, User bob) {
        String old = createV10(alice, Json.of("preset", "public_chat"));
        bob.join(old);

        String replacement = upgrade(alice, old, "11");

        assertThat(replacement).isNotEqualTo(old);
        assertThat(state(bob, old, "m.room.tombstone", "replacement_room")).isEqualTo(replacement);
        bob.join(replacement);
        Json create = bob.state(replacement, "m.room.create", "");
        assertThat(create.string("room_version")).isEqualTo("11");
        assertThat(create.string("predecessor", "room_id")).isEqualTo(old);
    }

    @Test
    void tombstone_reachesTheMembers(User alice, User bob) {
        String old = alice.createRoomWith(bob);
        Sync before = bob.sync();

        upgrade(alice, old, "11");

        bob.syncUntil(before, sync -> Sync.types(sync.timeline(old)).contains("m.room.tombstone"));
    }

    @Test
    void state_isMoved(User alice) {
        String old =
                createV10(
                        alice,
                        Json.parse(
                                "{'preset':'public_chat','name':'Name','topic':'Topic','initial_state':["
                                        + "{'type':'m.room.avatar','content':{'url':'mxc://a.example/b'}},"
                                        + "{'type':'m.room.server_acl','content':{'allow':['*']}},"
                                        + "{'type':'m.room.encryption','content':{'algorithm':'m.megolm.v1.aes-sha2'}},"
                                        + "{'type':'m.room.guest_access','content':{'guest_access':'can_join'}},"
                                        + "{'type':'m.room.history_visibility','content':{'history_visibility':'joined'}}"
                                        + "]}"));

        String room = upgrade(alice, old, "11");

        assertThat(state(alice, room, "m.room.name", "name")).isEqualTo("Name");
        assertThat(state(alice, room, "m.room.topic", "topic")).isEqualTo("Topic");
        assertThat(state(alice, room, "m.room.avatar", "url")).isEqualTo("mxc://a.example/b");
        assertThat(alice.state(room, "m.room.server_acl", "").strings("allow"))
                .containsExactly("*");
        assertThat(state(alice, room, "m.room.encryption", "algorithm"))
                .isEqualTo("m.megolm.v1.aes-sha2");
        assertThat(state(alice, room, "m.room.guest_access", "guest_access")).isEqualTo("can_join");
        assertThat(state(alice, room, "m.room.history_visibility", "history_visibility"))
                .isEqualTo("joined");
        assertThat(state(alice, room, "m.room.join_rules", "join_rule")).isEqualTo("public");
    }

    @Test
    void powerLevels_areMoved(User alice, User bob) {
        String old = createV10(alice, Json.EMPTY);
        Levels.grant(alice, old, bob, 55);
        Levels.set(alice, old, "ban", 66);

        String room = upgrade(alice, old, "11");

        Json levels = alice.state(room, "m.room.power_levels", "");
        assertThat(levels.integer("users", bob.id())).isEqualTo(55);
        assertThat(levels.integer("users", alice.id())).isEqualTo(100);
        assertThat(levels.integer("ban")).isEqualTo(66);
    }

    @Test
    void creator_isNotInThePowerLevels_ofVersion12(User alice, User bob) {
        String old = createV10(alice, Json.EMPTY);
        Levels.grant(alice, old, bob, 55);

        String room = upgrade(alice, old, "12");

        Json levels = alice.state(room, "m.room.power_levels", "");
        assertThat(levels.keys("users")).containsExactly(bob.id());
    }

    @Test
    void members_areNotMoved(User alice, User bob) {
        String old = alice.createRoomWith(bob);

        String room = upgrade(alice, old, "11");

        assertThat(alice.get("/rooms/{}/joined_members", room).ok().keys("joined"))
                .containsExactly(alice.id());
    }

    @Test
    void roomType_isCopied(User alice) {
        String old = createV10(alice, Json.parse("{'creation_content':{'type':'m.space'}}"));

        assertThat(state(alice, upgrade(alice, old, "11"), "m.room.create", "type"))
                .isEqualTo("m.space");
    }

    @Test
    void roomWithoutType_staysWithoutOne(User alice) {
        String room = upgrade(alice, createV10(alice, Json.EMPTY), "11");

        assertThat(alice.state(room, "m.room.create", "").has("type")).isFalse();
    }

    @Test
    void aliases_areMoved(Homeserver homeserver, User alice) {
        String name = homeserver.unique("moving");
        String alias = "#" + name + ":" + alice.serverName();
        String old = createV10(alice, Json.of("room_alias_name", name));

        String room = upgrade(alice, old, "11");

        assertThat(alice.get("/directory/room/{}", alias).ok().string("room_id")).isEqualTo(room);
        assertThat(alice.get("/rooms/{}/aliases", old).ok().strings("aliases")).isEmpty();
    }

    @Test
    void oldRoom_isClosed_toOrdinaryMembers(Homeserver homeserver, User alice, User bob) {
        String old = alice.createRoomWith(bob);

        upgrade(alice, old, "11");

        Json levels = alice.state(old, "m.room.power_levels", "");
        assertThat(levels.integer("events_default")).isGreaterThanOrEqualTo(50);
        assertThat(levels.integer("invite")).isGreaterThanOrEqualTo(50);
        bob.put(
                        "/rooms/{}/send/m.room.message/{}",
                        Json.of("msgtype", "m.text", "body", "too late"),
                        old,
                        homeserver.unique("t"))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void additionalCreators_areThoseOfTheRequest(User alice, User bob, User carol) {
        Json creators = Json.of("additional_creators", Json.array(bob.id()));
        String old = alice.createRoom(Json.of("room_version", "12", "creation_content", creators));
        Json request = Json.of("new_version", "12", "additional_creators", Json.array(carol.id()));

        String room = alice.post("/rooms/{}/upgrade", request, old).ok().string("replacement_room");

        assertThat(alice.state(room, "m.room.create", "").strings("additional_creators"))
                .containsExactly(carol.id());
    }

    @Test
    void additionalCreators_areNotMoved(User alice, User bob) {
        Json creators = Json.of("additional_creators", Json.array(bob.id()));
        String old = alice.createRoom(Json.of("room_version", "12", "creation_content", creators));

        Json create = alice.state(upgrade(alice, old, "12"), "m.room.create", "");

        assertThat(create.listOrEmpty("additional_creators")).isEmpty();
    }

    @Test
    void version_thatIsNotSupported_isRefused(User alice) {
        alice.post(
                        "/rooms/{}/upgrade",
                        Json.of("new_version", "org.example.none"),
                        alice.createRoom())
                .expectError(400, "M_UNSUPPORTED_ROOM_VERSION");
    }

    @Test
    void version_thatIsMissing_isRefused(User alice) {
        alice.post("/rooms/{}/upgrade", Json.EMPTY, alice.createRoom()).expect(400);
    }

    @Test
    void upgrade_withoutPermission_isForbidden(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob);

        bob.post("/rooms/{}/upgrade", Json.of("new_version", "11"), room)
                .expectError(403, "M_FORBIDDEN");
        carol.post("/rooms/{}/upgrade", Json.of("new_version", "11"), room).expect(403);
        alice.get("/rooms/{}/state/m.room.tombstone/", room).expectError(404, "M_NOT_FOUND");
    }
}
