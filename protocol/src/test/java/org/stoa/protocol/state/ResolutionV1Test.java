package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.stoa.protocol.state.Scene.ALICE;
import static org.stoa.protocol.state.Scene.BOB;
import static org.stoa.protocol.state.Scene.CAROL;
import static org.stoa.protocol.state.Scene.DAVE;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// The passes of room version 1, also where what they do is known to be wrong.
class ResolutionV1Test {

    private final Scene scene = new Scene(RoomVersion.V1);

    @Test
    void powerLevels_eachAllowedByTheOneBefore_theDeepestStands() {
        Event first =
                scene.room
                        .levels("first", ALICE, scene.users(ALICE, 100, BOB, 60))
                        .depth(20)
                        .in(scene.base);
        Event second =
                scene.room
                        .levels("second", ALICE, scene.users(ALICE, 100, BOB, 70))
                        .depth(21)
                        .in(scene.base);
        Event third =
                scene.room
                        .levels("third", ALICE, scene.users(ALICE, 100, BOB, 80))
                        .depth(22)
                        .in(scene.base);

        TestRoom.State state =
                scene.resolve(
                        scene.base.with(third), scene.base.with(first), scene.base.with(second));

        assertEquals(third, Scene.levels(state));
    }

    @Test
    void powerLevels_afterOnesThatAreNotAllowed_areNotLookedAt() {
        Event demotion =
                scene.room
                        .levels("demote", ALICE, scene.users(ALICE, 100, BOB, 0))
                        .depth(20)
                        .in(scene.base);
        Event byBob =
                scene.room
                        .levels("byBob", BOB, scene.users(ALICE, 100, BOB, 50))
                        .depth(21)
                        .in(scene.base);
        Event byAlice =
                scene.room
                        .levels("byAlice", ALICE, scene.users(ALICE, 100, BOB, 10))
                        .depth(22)
                        .in(scene.base);

        TestRoom.State state =
                scene.resolve(
                        scene.base.with(byBob),
                        scene.base.with(byAlice),
                        scene.base.with(demotion));

        assertEquals(demotion, Scene.levels(state));
    }

    /// The least deep event is not checked at all.
    @Test
    void firstEvent_thatIsNotAllowed_stands() {
        Event forged =
                scene.room
                        .levels("forged", CAROL, JsonObject.of(CAROL, 100))
                        .depth(1)
                        .in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(forged), scene.base);

        assertEquals(forged, Scene.levels(state));
    }

    @Test
    void joinRules_areCheckedByTheResolvedPowerLevels() {
        Event demotion =
                scene.room
                        .levels("demote", ALICE, scene.users(ALICE, 100, BOB, 0))
                        .depth(20)
                        .in(scene.base);
        Event byBob = scene.room.joinRules("byBob", BOB, "invite").depth(30).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(demotion), scene.base.with(byBob));

        assertEquals(demotion, Scene.levels(state));
        assertEquals(scene.rules, Scene.rules(state));
    }

    @Test
    void members_areCheckedByTheResolvedJoinRules() {
        Event closed = scene.room.joinRules("closed", ALICE, "invite").depth(20).in(scene.base);
        Event left = scene.leave("left", DAVE).depth(21).in(scene.base);
        Event back = scene.join("back", DAVE).depth(22).in(scene.base.with(left));

        TestRoom.State state = scene.resolve(scene.base.with(closed, left), scene.base.with(back));

        assertEquals(closed, Scene.rules(state));
        assertEquals(left, Scene.member(state, DAVE));
    }

    @Test
    void topic_ofTheGreatestDepthThatIsAllowed_isPicked() {
        Event low = scene.room.topic("low", ALICE).depth(20).at(9000).in(scene.base);
        Event high = scene.room.topic("high", ALICE).depth(30).at(1).in(scene.base);
        Event forbidden = scene.room.topic("forbidden", CAROL).depth(40).in(scene.base);

        TestRoom.State state =
                scene.resolve(
                        scene.base.with(forbidden), scene.base.with(high), scene.base.with(low));

        assertEquals(high, Scene.topic(state));
    }

    /// The ids are `$one:one.example` and `$two:one.example`, whose SHA-1 begin with 14 and 29.
    @Test
    void topics_ofTheSameDepth_theLowestHashIsPicked() {
        Event one = scene.room.topic("one", ALICE).depth(20).in(scene.base);
        Event two = scene.room.topic("two", ALICE).depth(20).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(two), scene.base.with(one));

        assertEquals(one, Scene.topic(state));
    }

    /// Descending hashes among the first, so that the lowest is the last and stands.
    @Test
    void joinRules_ofTheSameDepth_theLowestHashStands() {
        Event one = scene.room.joinRules("one", ALICE, "invite").depth(20).in(scene.base);
        Event two = scene.room.joinRules("two", ALICE, "public").depth(20).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(two), scene.base.with(one));

        assertEquals(one, Scene.rules(state));
    }

    @Test
    void topics_noneOfWhichIsAllowed_theLeastDeepIsPicked() {
        Event low = scene.room.topic("low", CAROL).depth(20).in(scene.base);
        Event high = scene.room.topic("high", DAVE).depth(30).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(high), scene.base.with(low));

        assertEquals(low, Scene.topic(state));
    }

    /// No conflict, so it is not even checked.
    @Test
    void event_thatOnlyOneStateHas_isTaken() {
        Event topic = scene.room.topic("topic", CAROL).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(topic), scene.base);

        assertEquals(topic, Scene.topic(state));
    }

    /// MSC1442: Bob's promotion of Carol is superseded on its fork, and so Carol's change is not allowed.
    @Test
    void powerLevels_thatRestOnSupersededOnes_areReset() {
        Event b =
                scene.room
                        .levels(
                                "b",
                                BOB,
                                scene.users(ALICE, 100, BOB, 50).toBuilder().put(CAROL, 50).build())
                        .in(scene.base);
        Event c =
                scene.room
                        .levels(
                                "c",
                                CAROL,
                                scene.users(ALICE, 100, BOB, 50).toBuilder()
                                        .put(CAROL, 50)
                                        .put(DAVE, 50)
                                        .build())
                        .in(scene.base.with(b));

        TestRoom.State state = scene.resolve(scene.base, scene.base.with(c));

        assertEquals(scene.levels, Scene.levels(state));
    }
}
