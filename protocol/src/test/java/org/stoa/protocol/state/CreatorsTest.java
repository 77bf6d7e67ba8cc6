package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.stoa.protocol.state.Scene.ALICE;
import static org.stoa.protocol.state.Scene.BOB;
import static org.stoa.protocol.state.Scene.CAROL;
import static org.stoa.protocol.state.Scene.CREATOR;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// The power of creators (MSC4289) and the create event that the room id names (MSC4291).
class CreatorsTest {

    private static final long LARGEST_LEVEL = (1L << 53) - 1;

    @Test
    void creator_besideAnAdminWhoSaysToBeEarlier_comesFirstSinceVersion12() {
        Scene scene = new Scene(RoomVersion.V12);
        Event byAlice = scene.room.joinRules("byAlice", ALICE, "invite").at(1).in(scene.base);
        Event ban = scene.room.member("ban", CREATOR, ALICE, "ban").at(9000).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(byAlice), scene.base.with(ban));

        assertEquals(ban, Scene.member(state, ALICE));
        assertEquals(scene.rules, Scene.rules(state));
    }

    @Test
    void creator_besideAnAdminWhoSaysToBeEarlier_comesSecondUntilVersion11() {
        Scene scene = new Scene(RoomVersion.V11);
        Event byAlice = scene.room.joinRules("byAlice", ALICE, "invite").at(1).in(scene.base);
        Event byCreator =
                scene.room.joinRules("byCreator", CREATOR, "knock").at(9000).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(byAlice), scene.base.with(byCreator));

        assertEquals(byCreator, Scene.rules(state));
    }

    @Test
    void creator_besideTheLargestLevel_comesFirst() {
        Scene scene = new Scene(RoomVersion.V12);
        JsonObject users = JsonObject.of(ALICE, LARGEST_LEVEL, BOB, 50);
        TestRoom.State before =
                scene.base.with(scene.room.levels("largest", CREATOR, users).in(scene.base));
        Event byAlice =
                scene.room
                        .levels("byAlice", ALICE, users.with(CAROL, Json.of(50)))
                        .at(1)
                        .in(before);
        Event byCreator =
                scene.room.levels("byCreator", CREATOR, JsonObject.of(BOB, 50)).at(9000).in(before);

        TestRoom.State state = scene.resolve(before.with(byAlice), before.with(byCreator));

        assertEquals(byCreator, Scene.levels(state));
    }

    @Test
    void additionalCreator_besideAnAdmin_comesFirst() {
        Scene scene =
                new Scene(
                        RoomVersion.V12,
                        JsonObject.of("additional_creators", JsonArray.of(Json.of(CAROL))));
        Event byAlice = scene.room.joinRules("byAlice", ALICE, "invite").at(1).in(scene.base);
        Event ban = scene.room.member("ban", CAROL, ALICE, "ban").at(9000).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(byAlice), scene.base.with(ban));

        assertEquals(ban, Scene.member(state, ALICE));
        assertEquals(scene.rules, Scene.rules(state));
    }

    @Test
    void creators_amongThemselves_areOrderedByTime() {
        Scene scene =
                new Scene(
                        RoomVersion.V12,
                        JsonObject.of("additional_creators", JsonArray.of(Json.of(CAROL))));
        Event first = scene.room.joinRules("first", CAROL, "invite").at(70).in(scene.base);
        Event last = scene.room.joinRules("last", CREATOR, "knock").at(71).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(last), scene.base.with(first));

        assertEquals(last, Scene.rules(state));
    }

    @Test
    void powerLevels_thatGiveACreatorALevel_areNotTaken() {
        Scene scene = new Scene(RoomVersion.V12);
        Event demotion =
                scene.room
                        .levels("demote", ALICE, JsonObject.of(ALICE, 100, CREATOR, 0))
                        .in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(demotion), scene.base);

        assertEquals(scene.levels, Scene.levels(state));
    }

    /// A creator can take power back that was given, also by an event on an older fork.
    @Test
    void demotionOfAnAdmin_byTheCreator_holdsAgainstWhatTheAdminDoes() {
        Scene scene = new Scene(RoomVersion.V12);
        Event demotion =
                scene.room
                        .levels("demote", CREATOR, JsonObject.of(ALICE, 0, BOB, 50))
                        .at(9000)
                        .in(scene.base);
        Event ban = scene.room.member("ban", ALICE, BOB, "ban").at(1).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(ban), scene.base.with(demotion));

        assertEquals(demotion, Scene.levels(state));
        assertEquals(scene.member(BOB), Scene.member(state, BOB));
    }

    @Test
    void createEvent_sinceVersion12_isNotNamedAndYetAuthorises() {
        Scene scene = new Scene(RoomVersion.V12);
        Event topic = scene.room.topic("topic", ALICE).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base, scene.base.with(topic));

        assertFalse(topic.authEvents().contains(scene.create.eventId()));
        assertEquals(topic, Scene.topic(state));
    }

    @Test
    void eventOfAnotherRoom_sinceVersion12_isNotTaken() {
        Scene scene = new Scene(RoomVersion.V12);
        Event otherCreate = scene.room.create("other", ALICE, JsonObject.EMPTY);
        Event topic = scene.room.topic("topic", ALICE).inRoomOf(otherCreate).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base, scene.base.with(topic));

        assertNull(Scene.topic(state));
    }

    @Test
    void stateWithoutCreateEvent_besideOneWithIt_resolvesToTheCreateEvent() {
        Scene scene = new Scene(RoomVersion.V12);
        TestRoom.State without = scene.base.without("m.room.create", "");

        TestRoom.State state = scene.resolve(without, scene.base);

        assertEquals(scene.base.entries(), state.entries());
    }

    @Test
    void twoCreateEvents_ofOneRoom_theLaterStands() {
        Scene scene = new Scene(RoomVersion.V10);
        Event forged =
                scene.room
                        .draft("forged", "m.room.create", CREATOR)
                        .content(JsonObject.of("creator", CREATOR, "room_version", "10"))
                        .at(9000)
                        .previous()
                        .auth();
        TestRoom.State state = scene.resolve(scene.base.with(forged), scene.base);

        assertEquals(forged, state.get("m.room.create", ""));
    }
}
