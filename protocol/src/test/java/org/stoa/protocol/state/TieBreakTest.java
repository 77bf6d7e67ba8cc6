package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.stoa.protocol.state.Scene.ALICE;
import static org.stoa.protocol.state.Scene.BOB;
import static org.stoa.protocol.state.Scene.CAROL;
import static org.stoa.protocol.state.Scene.CREATOR;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// What decides when power and auth events do not, and what is no power event though it looks like one.
class TieBreakTest {

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void joinRules_bySendersOfTheSamePower_theLaterStands(RoomVersion version) {
        Scene scene = new Scene(version);
        Event later = scene.room.joinRules("later", ALICE, "invite").at(101).in(scene.base);
        Event earlier = scene.room.joinRules("earlier", ALICE, "knock").at(100).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(later), scene.base.with(earlier));

        assertEquals(later, Scene.rules(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void joinRules_ofTheSameTime_theGreaterIdStands(RoomVersion version) {
        Scene scene = new Scene(version);
        Event upper = scene.room.joinRules("Z", ALICE, "invite").at(100).in(scene.base);
        Event lower = scene.room.joinRules("a", ALICE, "knock").at(100).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(upper), scene.base.with(lower));

        assertEquals(lower, Scene.rules(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void topics_ofTheSameLevelsAndTime_theGreaterIdStands(RoomVersion version) {
        Scene scene = new Scene(version);
        Event upper = scene.room.topic("Z", ALICE).at(100).in(scene.base);
        Event lower = scene.room.topic("a", ALICE).at(100).in(scene.base);
        Event later = scene.room.topic("B", ALICE).at(101).in(scene.base);

        assertEquals(
                lower, Scene.topic(scene.resolve(scene.base.with(upper), scene.base.with(lower))));
        assertEquals(
                later,
                Scene.topic(
                        scene.resolve(
                                scene.base.with(upper),
                                scene.base.with(later),
                                scene.base.with(lower))));
    }

    /// Ids of version 2 may have any characters: those beyond 16 bits come last by code point, but not as chars.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2"})
    void topics_withStrangeIds_areOrderedByCodePoint(RoomVersion version) {
        Scene scene = new Scene(version);
        Event beyond = scene.room.topic("\uD83D\uDE00", ALICE).at(100).in(scene.base);
        Event below = scene.room.topic("\uFF5E", ALICE).at(100).in(scene.base);

        TestRoom.State state = scene.room.resolve(scene.base.with(beyond), scene.base.with(below));

        assertEquals(beyond, Scene.topic(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void topics_withoutPowerLevels_areOrderedByTime(RoomVersion version) {
        Scene scene = new Scene(version);
        TestRoom.State bare = scene.base.without("m.room.power_levels", "");
        Event later = scene.room.topic("later", CREATOR).at(101).in(bare);
        Event earlier = scene.room.topic("earlier", CREATOR).at(100).in(bare);

        TestRoom.State state = scene.resolve(bare.with(later), bare.with(earlier));

        assertEquals(later, Scene.topic(state));
    }

    /// With another state key they are events like any other: the demotion is replayed first and forbids them.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void powerLevels_withAStateKey_areNoPowerEvent(RoomVersion version) {
        Scene scene = new Scene(version);
        Event strange =
                scene.room
                        .draft("strange", "m.room.join_rules", BOB)
                        .key("elsewhere")
                        .content(JsonObject.of("join_rule", "public"))
                        .at(1)
                        .in(scene.base);
        Event demotion =
                scene.room
                        .levels("demote", CREATOR, scene.users(ALICE, 100, CAROL, 50))
                        .at(9000)
                        .in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(strange), scene.base.with(demotion));

        assertEquals(demotion, Scene.levels(state));
        assertNull(state.get("m.room.join_rules", "elsewhere"));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void stateKey_thatIsTheIdOfAnotherUser_isNotTaken(RoomVersion version) {
        Scene scene = new Scene(version);
        Event own = scene.room.draft("own", "org.example.seat", ALICE).key(ALICE).in(scene.base);
        Event others =
                scene.room.draft("others", "org.example.seat", ALICE).key(BOB).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(own), scene.base.with(others));

        assertEquals(own, state.get("org.example.seat", ALICE));
        assertNull(state.get("org.example.seat", BOB));
    }

    /// A user's own leave takes nothing from others, and so is no power event.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void ownLeave_besideAKickByTheSameUser_comesAfterIt(RoomVersion version) {
        Scene scene = new Scene(version);
        Event leave = scene.leave("leave", BOB).at(1).in(scene.base);
        Event kick = scene.room.member("kick", BOB, CAROL, "leave").at(9000).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(leave), scene.base.with(kick));

        assertEquals(leave, Scene.member(state, BOB));
        assertEquals(kick, Scene.member(state, CAROL));
    }
}
