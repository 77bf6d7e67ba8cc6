package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.conformance.client.Deadline.eventually;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#permissions.
@Section("client-server-api#permissions")
final class PermissionsTest {
    private static final String FORBIDDEN = "M_FORBIDDEN";

    /// What somebody does in a room, to another user or by an event.
    enum Action {
        INVITE {
            @Override
            Answer by(User actor, String room, User target, Homeserver homeserver) {
                return actor.post("/rooms/{}/invite", Json.of("user_id", target.id()), room);
            }
        },
        KICK {
            @Override
            Answer by(User actor, String room, User target, Homeserver homeserver) {
                target.join(room);
                return actor.post("/rooms/{}/kick", Json.of("user_id", target.id()), room);
            }
        },
        BAN {
            @Override
            Answer by(User actor, String room, User target, Homeserver homeserver) {
                return actor.post("/rooms/{}/ban", Json.of("user_id", target.id()), room);
            }
        },
        EVENTS_DEFAULT {
            @Override
            Answer by(User actor, String room, User target, Homeserver homeserver) {
                return actor.put(
                        "/rooms/{}/send/org.example.any/{}",
                        Json.EMPTY,
                        room,
                        homeserver.unique("t"));
            }
        },
        STATE_DEFAULT {
            @Override
            Answer by(User actor, String room, User target, Homeserver homeserver) {
                return actor.put("/rooms/{}/state/org.example.any/", Json.EMPTY, room);
            }
        };

        abstract Answer by(User actor, String room, User target, Homeserver homeserver);

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static Answer setLevels(User user, String room, Json levels) {
        return user.put("/rooms/{}/state/m.room.power_levels/", levels, room);
    }

    private static Answer redact(User user, String room, String event, Homeserver homeserver) {
        return user.put("/rooms/{}/redact/{}/{}", Json.EMPTY, room, event, homeserver.unique("t"));
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void action_needsItsLevel(
            Action action, Homeserver homeserver, User alice, User bob, User carol) {
        String room = alice.createPublicRoom();
        bob.join(room);
        Levels.set(alice, room, action.key(), 30);
        Levels.grant(alice, room, bob, 29);

        action.by(bob, room, carol, homeserver).expectError(403, FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void action_isAllowed_withItsLevel(
            Action action, Homeserver homeserver, User alice, User bob, User carol) {
        String room = alice.createPublicRoom();
        bob.join(room);
        Levels.set(alice, room, action.key(), 30);
        Levels.grant(alice, room, bob, 30);

        action.by(bob, room, carol, homeserver).ok();
    }

    @ParameterizedTest
    @CsvSource({"KICK, 50", "BAN, 50", "STATE_DEFAULT, 50"})
    void level_thatIsNotGiven_is50(
            Action action, long level, Homeserver homeserver, User alice, User bob, User carol) {
        String room = alice.createPublicRoom();
        bob.join(room);
        Json levels = Levels.granting(alice, room, bob, level - 1).without(action.key());
        setLevels(alice, room, levels).ok();

        action.by(bob, room, carol, homeserver).expectError(403, FORBIDDEN);
        Levels.grant(alice, room, bob, level);
        action.by(bob, room, carol, homeserver).ok();
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"INVITE", "EVENTS_DEFAULT"})
    void level_thatIsNotGiven_is0_toInvite_andToSend(
            Action action, Homeserver homeserver, User alice, User bob, User carol) {
        String room = alice.createPublicRoom();
        bob.join(room);
        setLevels(alice, room, Levels.granting(alice, room, bob, 0).without(action.key())).ok();

        action.by(bob, room, carol, homeserver).ok();
        Levels.grant(alice, room, bob, -1);
        assertThat(action.by(bob, room, alice, homeserver).status()).isEqualTo(403);
    }

    @Test
    void eventsOfAType_needTheLevelOfTheType(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Levels.set(
                alice,
                room,
                "events",
                Json.of("m.room.message", 10, "m.room.topic", 0, "org.example.low", -5));

        bob.put(
                        "/rooms/{}/send/m.room.message/{}",
                        Json.of("msgtype", "m.text", "body", "no"),
                        room,
                        homeserver.unique("t"))
                .expectError(403, FORBIDDEN);
        bob.setState(room, "m.room.topic", "", Json.of("topic", "yes"));
        assertThat(alice.state(room, "m.room.topic", "").string("topic")).isEqualTo("yes");
    }

    @Test
    void ownEvents_areRedacted_withoutTheRedactLevel(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = bob.say(room, "oops");

        redact(bob, room, event, homeserver).ok();

        eventually(() -> assertThat(alice.event(room, event).get("content")).isEqualTo(Json.EMPTY));
    }

    @Test
    void eventsOfOthers_areRedacted_withTheRedactLevel(
            Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Levels.set(alice, room, "redact", 30);
        String event = alice.say(room, "rude");

        redact(bob, room, event, homeserver).expectError(403, FORBIDDEN);
        assertThat(alice.event(room, event).string("content", "body")).isEqualTo("rude");

        Levels.grant(alice, room, bob, 30);
        redact(bob, room, event, homeserver).ok();
        assertThat(alice.event(room, event).get("content")).isEqualTo(Json.EMPTY);
    }

    @Test
    void redactions_needTheLevelOfTheirType(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = bob.say(room, "mine");
        Levels.set(alice, room, "events", Json.of("m.room.redaction", 40));

        redact(bob, room, event, homeserver).expectError(403, FORBIDDEN);
    }

    @Test
    void usersDefault_isTheLevelOfAnybodyElse(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.put("/rooms/{}/state/m.room.name/", Json.of("name", "no"), room)
                .expectError(403, FORBIDDEN);

        Levels.set(alice, room, "users_default", 50);

        bob.setState(room, "m.room.name", "", Json.of("name", "yes"));
    }

    @Test
    void user_grantsAtMostTheirOwnLevel(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        Levels.set(alice, room, "events", Json.of("m.room.power_levels", 50));
        Levels.grant(alice, room, bob, 50);

        setLevels(bob, room, Levels.granting(bob, room, carol, 51)).expectError(403, FORBIDDEN);

        Levels.grant(bob, room, carol, 50);
        assertThat(alice.state(room, "m.room.power_levels", "").integer("users", carol.id()))
                .isEqualTo(50);
    }

    @Test
    void user_ofTheSameLevel_isNotDemoted(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        Levels.grant(alice, room, bob, 100);
        Levels.grant(alice, room, carol, 100);

        setLevels(bob, room, Levels.granting(bob, room, carol, 0)).expectError(403, FORBIDDEN);
    }

    @Test
    void user_mayDemoteThemselves(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Levels.grant(alice, room, bob, 100);

        Levels.grant(bob, room, bob, 0);

        setLevels(bob, room, Levels.granting(bob, room, bob, 100)).expectError(403, FORBIDDEN);
    }

    @Test
    void requirement_aboveTheOwnLevel_isNeitherSetNorRemoved(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Levels.set(alice, room, "events", Json.of("m.room.power_levels", 50));
        Levels.set(alice, room, "ban", 75);
        Levels.grant(alice, room, bob, 50);

        setLevels(bob, room, Levels.with(bob, room, "kick", 51)).expectError(403, FORBIDDEN);
        setLevels(bob, room, Levels.with(bob, room, "ban", 50)).expectError(403, FORBIDDEN);
        Levels.set(bob, room, "kick", 40);
    }

    @Test
    void level_ofSomebodyOutside_countsWhenTheyJoin(User alice, User bob) {
        String room = alice.createPublicRoom();
        Levels.grant(alice, room, bob, 50);

        bob.join(room);

        bob.setState(room, "m.room.name", "", Json.of("name", "At once"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick", "ban"})
    void user_ofTheSameLevel_isNeitherKickedNorBanned(
            String action, User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        Levels.grant(alice, room, bob, 60);
        Levels.grant(alice, room, carol, 60);

        bob.post("/rooms/{}/" + action, Json.of("user_id", carol.id()), room)
                .expectError(403, FORBIDDEN);

        Levels.grant(alice, room, bob, 61);
        bob.post("/rooms/{}/" + action, Json.of("user_id", carol.id()), room).ok();
    }

    @Test
    void levels_thatAreTexts_areRefused(User alice) {
        String room = alice.createRoom(Json.of("room_version", "11"));

        assertThat(setLevels(alice, room, Levels.with(alice, room, "kick", "50")).status())
                .isIn(400, 403);
    }

    @Test
    void state_withTheKeyOfAnotherUser_isForbidden(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Levels.set(alice, room, "state_default", 0);

        bob.put("/rooms/{}/state/org.example.a/{}", Json.EMPTY, room, alice.id())
                .expectError(403, FORBIDDEN);
        bob.setState(room, "org.example.a", bob.id(), Json.EMPTY);
    }

    @Test
    void creator_mayBeDemoted_beforeVersion12(User alice, User bob) {
        String room =
                alice.createRoom(Json.of("room_version", "11", "invite", Json.array(bob.id())));
        bob.join(room);
        Levels.grant(alice, room, bob, 100);

        Levels.grant(alice, room, alice, 0);

        alice.put("/rooms/{}/state/m.room.name/", Json.of("name", "no"), room)
                .expectError(403, FORBIDDEN);
        bob.kick(room, alice);
    }
}
