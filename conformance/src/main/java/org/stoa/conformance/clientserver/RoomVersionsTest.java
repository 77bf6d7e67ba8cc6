package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv3createroom, rooms/v12.
@Section("client-server-api#post_matrixclientv3createroom")
final class RoomVersionsTest {
    private static Json capability(User user) {
        return user.get("/capabilities").ok().get("capabilities", "m.room_versions");
    }

    private static String createV12(User alice, String rest) {
        return alice.createRoom(Json.parse("{'room_version':'12'" + rest + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"})
    void room_hasTheVersionAskedFor_andWorks(String version, User alice, User bob) {
        assumeTrue(capability(alice).has("available", version), "this server has not the version");

        String room = alice.createRoom(Json.of("room_version", version, "preset", "public_chat"));

        bob.join(room);
        bob.syncUntilEvent(room, alice.say(room, "hello"));
        assertThat(
                        bob.state(room, "m.room.create", "")
                                .find("room_version")
                                .orElse(Json.value("1")))
                .isEqualTo(Json.value(version));
    }

    @Test
    void version_isTheDefaultOfTheServer_whenNoneIsGiven(User alice) {
        String room = alice.createRoom();

        assertThat(alice.state(room, "m.room.create", "").string("room_version"))
                .isEqualTo(capability(alice).string("default"));
    }

    @Test
    void version_thatIsNotSupported_isRefused(User alice) {
        alice.post("/createRoom", Json.of("room_version", "org.example.none"))
                .expectError(400, "M_UNSUPPORTED_ROOM_VERSION");
    }

    @Test
    void creator_isListedWithLevel100_beforeVersion12(User alice) {
        String room = alice.createRoom(Json.of("room_version", "11"));

        assertThat(alice.state(room, "m.room.power_levels", "").integer("users", alice.id()))
                .isEqualTo(100);
    }

    @Test
    void creator_isNotListed_inVersion12(User alice) {
        String room = createV12(alice, "");

        assertThat(alice.state(room, "m.room.power_levels", "").keys("users"))
                .doesNotContain(alice.id());
        alice.setState(room, "m.room.name", "", Json.of("name", "Allowed"));
    }

    @Test
    void tombstone_needsMoreThanStateDefault_inVersion12(User alice) {
        Json levels = alice.state(createV12(alice, ""), "m.room.power_levels", "");

        assertThat(levels.integer("events", "m.room.tombstone"))
                .isGreaterThan(levels.has("state_default") ? levels.integer("state_default") : 50);
    }

    @Test
    void roomId_isTheHashOfTheCreateEvent_inVersion12(User alice) {
        String room = createV12(alice, "");

        Json create =
                alice.get("/rooms/{}/state", room).ok().items().stream()
                        .filter(event -> event.string("type").equals("m.room.create"))
                        .findFirst()
                        .orElseThrow();
        assertThat(room.substring(1)).isEqualTo(create.string("event_id").substring(1));
    }

    @Test
    void creatorInThePowerLevels_isRefused_inVersion12(User alice) {
        String room = createV12(alice, "");

        Json levels = Levels.granting(alice, room, alice, 100);

        assertThat(alice.put("/rooms/{}/state/m.room.power_levels/", levels, room).status())
                .isIn(400, 403);
    }

    @Test
    void additionalCreator_mayDoWhatTheCreatorMay_inVersion12(User alice, User bob) {
        String room =
                createV12(
                        alice,
                        ",'preset':'public_chat','creation_content':{'additional_creators':['"
                                + bob.id()
                                + "']}");
        bob.join(room);

        Levels.set(bob, room, "events_default", 42);

        assertThat(alice.state(room, "m.room.power_levels", "").integer("events_default"))
                .isEqualTo(42);
        assertThat(alice.state(room, "m.room.power_levels", "").keys("users"))
                .doesNotContain(bob.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'me'", "['me']", "[5]"})
    void additionalCreators_thatAreNoUserIds_areRefused_inVersion12(String creators, User alice) {
        Json request =
                Json.parse(
                        "{'room_version':'12','creation_content':{'additional_creators':"
                                + creators
                                + "}}");

        assertThat(alice.post("/createRoom", request).status()).isIn(400, 403);
    }

    @Test
    void creator_isNeitherKickedNorBanned_byTheHighestLevel_inVersion12(User alice, User bob) {
        String room = createV12(alice, ",'preset':'public_chat'");
        bob.join(room);
        Levels.grant(alice, room, bob, 9007199254740991L);

        bob.post("/rooms/{}/kick", Json.of("user_id", alice.id()), room)
                .expectError(403, "M_FORBIDDEN");
        bob.post("/rooms/{}/ban", Json.of("user_id", alice.id()), room)
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void trustedChat_givesInviteesTheLevelOfTheCreator_beforeVersion12(User alice, User bob) {
        String room =
                alice.createRoom(
                        Json.of(
                                "room_version", "11",
                                "preset", "trusted_private_chat",
                                "invite", Json.array(bob.id())));

        Json users = alice.state(room, "m.room.power_levels", "").get("users");
        assertThat(users.integer(bob.id())).isEqualTo(users.integer(alice.id()));
    }

    @Test
    void trustedChat_makesInviteesCreators_inVersion12(User alice, User bob, User carol) {
        String ids = "['" + bob.id() + "','" + carol.id() + "']";
        String room =
                createV12(
                        alice,
                        ",'preset':'trusted_private_chat','invite':['"
                                + bob.id()
                                + "'],'creation_content':{'additional_creators':"
                                + ids
                                + "}");

        assertThat(alice.state(room, "m.room.create", "").strings("additional_creators"))
                .containsExactlyInAnyOrder(bob.id(), carol.id());
    }
}
