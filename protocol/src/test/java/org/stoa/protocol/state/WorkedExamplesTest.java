package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.stoa.protocol.state.Scene.ALICE;
import static org.stoa.protocol.state.Scene.BOB;
import static org.stoa.protocol.state.Scene.CAROL;
import static org.stoa.protocol.state.Scene.DAVE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// What MSC1442 explains with examples.
class WorkedExamplesTest {

    /// "Example 1 - Mainline", the state at Message 2.
    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void mainlineExample_atMessage2_hasTopic2(RoomVersion version) {
        Scene scene = new Scene(version);
        Event topic2 = scene.room.topic("topic2", ALICE).in(scene.base);
        Event p2 = scene.room.levels("p2", ALICE, scene.users(ALICE, 100, BOB, 0)).in(scene.base);
        Event p3 =
                scene.room
                        .levels("p3", BOB, with(scene.users(ALICE, 100, BOB, 50), CAROL, 50))
                        .in(scene.base);
        Event topic3 = scene.room.topic("topic3", BOB).in(scene.base.with(p3));

        TestRoom.State state =
                scene.resolve(scene.base.with(topic2, p2), scene.base.with(p3, topic3));

        assertEquals(p2, Scene.levels(state));
        assertEquals(topic2, Scene.topic(state));
    }

    /// "Example 1 - Mainline", the state at Message 3. Topic 4 says that it is older, but its power levels are newer.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V12"},
            mode = Mode.EXCLUDE)
    void mainlineExample_atMessage3_hasTopic4(RoomVersion version) {
        Scene scene = new Scene(version);
        Event topic2 = scene.room.topic("topic2", ALICE).at(900).in(scene.base);
        Event p2 = scene.room.levels("p2", ALICE, scene.users(ALICE, 100, BOB, 0)).in(scene.base);
        TestRoom.State merged = scene.base.with(p2, topic2);
        Event topic4 = scene.room.topic("topic4", ALICE).at(800).in(merged);

        TestRoom.State state = scene.resolve(merged, merged.with(topic4));

        assertEquals(topic4, Scene.topic(state));
    }

    /// Since version 12 the partially resolved state has no power levels unless these were replayed, so that there is no
    /// mainline and time decides.
    @Test
    void mainlineOrdering_whenPowerLevelsAreNotReplayed_isByTime() {
        Scene scene = new Scene(RoomVersion.V12);
        Event topic2 = scene.room.topic("topic2", ALICE).at(900).in(scene.base);
        Event p2 = scene.room.levels("p2", ALICE, scene.users(ALICE, 100, BOB, 0)).in(scene.base);
        TestRoom.State merged = scene.base.with(p2, topic2);
        Event topic4 = scene.room.topic("topic4", ALICE).at(800).in(merged);

        TestRoom.State state = scene.resolve(merged, merged.with(topic4));

        assertEquals(topic2, Scene.topic(state));
    }

    /// "Example 2 - Rejected Events".
    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void rejectedEvent_thatTheResolvedLevelsAllow_isTaken(RoomVersion version) {
        Scene scene = new Scene(version);
        Event demotion =
                scene.room.levels("demote", ALICE, scene.users(ALICE, 100, BOB, 0)).in(scene.base);
        TestRoom.State demoted = scene.base.with(demotion);
        Event d = scene.room.topic("d", BOB).in(scene.base);
        scene.room.reject(d);
        Event e = scene.room.levels("e", ALICE, scene.users(ALICE, 100, BOB, 50)).in(demoted);

        TestRoom.State state = scene.resolve(demoted.with(d), demoted.with(e));

        assertEquals(e, Scene.levels(state));
        assertEquals(d, Scene.topic(state));
    }

    /// "Ordering and Authing": A gives Bob power, B is Bob giving Carol power, C is a change by Carol.
    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void powerLevels_thatRestOnOthersOfTheSameFork_areTakenWithThem(RoomVersion version) {
        Scene scene = new Scene(version);
        Event b =
                scene.room
                        .levels("b", BOB, with(scene.users(ALICE, 100, BOB, 50), CAROL, 50))
                        .in(scene.base);
        Event c =
                scene.room
                        .levels(
                                "c",
                                CAROL,
                                with(with(scene.users(ALICE, 100, BOB, 50), CAROL, 50), DAVE, 50))
                        .in(scene.base.with(b));

        TestRoom.State state = scene.resolve(scene.base, scene.base.with(c));

        assertEquals(c, Scene.levels(state));
    }

    /// The "Hotel California" issue: a user leaves (A), comes back (B) and leaves again (C).
    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void userWhoLeftTwice_whenTheFirstLeaveComesBack_staysOut(RoomVersion version) {
        Scene scene = new Scene(version);
        Event a = scene.leave("a", CAROL).in(scene.base);
        Event b = scene.join("b", CAROL).in(scene.base.with(a));
        Event c = scene.leave("c", CAROL).in(scene.base.with(b));

        TestRoom.State first = scene.resolve(scene.base.with(a), scene.base.with(c));
        TestRoom.State second = scene.resolve(first, scene.base.with(b));

        assertEquals(c, Scene.member(first, CAROL));
        assertEquals(c, Scene.member(second, CAROL));
    }

    /// "State Resets": one that the algorithm has. A topic whose sender was banned later is lost when a server goes back.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V12"},
            mode = Mode.EXCLUDE)
    void topic_ofAUserWhoWasBannedLater_isLostWhenAServerGoesBack(RoomVersion version) {
        Scene scene = new Scene(version);
        Event topic = scene.room.topic("topic", BOB).in(scene.base);
        Event ban = scene.room.member("ban", ALICE, BOB, "ban").in(scene.base.with(topic));

        TestRoom.State state = scene.resolve(scene.base, scene.base.with(topic, ban));

        assertEquals(ban, Scene.member(state, BOB));
        assertNull(Scene.topic(state));
    }

    private static JsonObject with(JsonObject users, String user, int level) {
        return users.toBuilder().put(user, level).build();
    }
}
