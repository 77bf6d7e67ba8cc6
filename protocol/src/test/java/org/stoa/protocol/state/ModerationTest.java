package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.stoa.protocol.state.Scene.ALICE;
import static org.stoa.protocol.state.Scene.BOB;
import static org.stoa.protocol.state.Scene.CAROL;
import static org.stoa.protocol.state.Scene.DAVE;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// What moderators do holds against what happens on another fork at the same time. MSC1442, "Moderation evasion".
class ModerationTest {

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void ban_besidePowerLevelsOfTheBanned_winsOverThem(RoomVersion version) {
        Scene scene = new Scene(version);
        Event promotion =
                scene.room
                        .levels("promote", BOB, with(scene.users(ALICE, 100, BOB, 50), CAROL, 50))
                        .in(scene.base);
        Event ban = scene.room.member("ban", ALICE, BOB, "ban").in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(promotion), scene.base.with(ban));

        assertEquals(ban, Scene.member(state, BOB));
        assertEquals(scene.levels, Scene.levels(state));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void ban_besidePromotionByALesserModerator_holdsAndSoDoesThePromotion(RoomVersion version) {
        Scene scene = new Scene(version);
        JsonObject users = with(scene.users(ALICE, 100, BOB, 50), CAROL, 50);
        Event promotion = scene.room.levels("promote", BOB, users).in(scene.base);
        TestRoom.State promoted = scene.base.with(promotion);
        Event topic = scene.room.topic("topic", CAROL).in(promoted);
        Event ban = scene.room.member("ban", ALICE, CAROL, "ban").in(scene.base);

        TestRoom.State state = scene.resolve(promoted.with(topic), scene.base.with(ban));

        assertEquals(ban, Scene.member(state, CAROL));
        assertEquals(promotion, Scene.levels(state));
        assertNull(Scene.topic(state));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void ban_ofAUserWhoPromotesThemselvesOnAnEarlierFork_holds(RoomVersion version) {
        Scene scene = new Scene(version);
        Event ban = scene.room.member("ban", ALICE, BOB, "ban").at(1000).in(scene.base);
        // Bob says that it was long before the ban.
        Event rejoin = scene.join("rejoin", BOB).at(1).in(scene.base);
        TestRoom.State rejoined = scene.base.with(rejoin);
        Event ownBan = scene.room.member("banCarol", BOB, CAROL, "ban").at(2).in(rejoined);

        TestRoom.State state = scene.resolve(scene.base.with(ban), rejoined.with(ownBan));

        assertEquals(ban, Scene.member(state, BOB));
        assertEquals(scene.member(CAROL), Scene.member(state, CAROL));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void ban_besideALeaveOfTheBanned_holds(RoomVersion version) {
        Scene scene = new Scene(version);
        Event ban = scene.room.member("ban", ALICE, CAROL, "ban").in(scene.base);
        Event leave = scene.leave("leave", CAROL).at(5000).in(scene.base);

        TestRoom.State state = scene.resolve(scene.base.with(ban), scene.base.with(leave));

        assertEquals(ban, Scene.member(state, CAROL));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void demotion_besideABanByTheDemoted_winsOverIt(RoomVersion version) {
        Scene scene = new Scene(version);
        Event demotion =
                scene.room.levels("demote", ALICE, scene.users(ALICE, 100, BOB, 0)).in(scene.base);
        Event ban = scene.room.member("ban", BOB, CAROL, "ban").at(1).in(scene.base);
        Event topic = scene.room.topic("topic", BOB).at(2).in(scene.base);

        TestRoom.State state =
                scene.resolve(scene.base.with(demotion), scene.base.with(ban, topic));

        assertEquals(demotion, Scene.levels(state));
        assertEquals(scene.member(CAROL), Scene.member(state, CAROL));
        assertNull(Scene.topic(state));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void closedRoom_besideAJoin_keepsTheNewcomerOut(RoomVersion version) {
        Scene scene = new Scene(version);
        TestRoom.State before = scene.base.without("m.room.member", DAVE);
        Event closed = scene.room.joinRules("closed", ALICE, "invite").in(before);
        Event join = scene.join("lateJoin", DAVE).in(before);

        TestRoom.State state = scene.resolve(before.with(closed), before.with(join));

        assertEquals(closed, Scene.rules(state));
        assertNull(Scene.member(state, DAVE));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void kick_thatUsesAnInvite_isNotUndoneByJoiningWithTheInviteAgain(RoomVersion version) {
        Scene scene = new Scene(version);
        Event closed = scene.room.joinRules("closed", ALICE, "invite").in(scene.base);
        TestRoom.State before = scene.base.with(closed).without("m.room.member", DAVE);
        Event invite = scene.room.member("invite", ALICE, DAVE, "invite").in(before);
        TestRoom.State invited = before.with(invite);
        Event join = scene.join("joinInvited", DAVE).in(invited);
        Event kick = scene.room.member("kick", ALICE, DAVE, "leave").in(invited.with(join));
        Event again = scene.join("joinAgain", DAVE).at(9999).in(invited);

        TestRoom.State state = scene.resolve(invited.with(kick), invited.with(again));

        assertEquals(kick, Scene.member(state, DAVE));
    }

    @ParameterizedTest
    @EnumSource(value = RoomVersion.class, names = "V1", mode = Mode.EXCLUDE)
    void bansInAChain_byDifferentPower_theGreaterHolds(RoomVersion version) {
        Scene scene = new Scene(version);
        JsonObject users = with(scene.users(ALICE, 100, BOB, 60), CAROL, 50);
        TestRoom.State before =
                scene.base.with(scene.room.levels("three", ALICE, users).in(scene.base));
        Event byBob = scene.room.member("bobBans", BOB, CAROL, "ban").at(9000).in(before);
        Event byCarol = scene.room.member("carolBans", CAROL, DAVE, "ban").at(1).in(before);

        TestRoom.State state = scene.resolve(before.with(byBob), before.with(byCarol));

        assertEquals(byBob, Scene.member(state, CAROL));
        assertEquals(scene.member(DAVE), Scene.member(state, DAVE));
    }

    private static JsonObject with(JsonObject users, String user, int level) {
        return users.toBuilder().put(user, level).build();
    }
}
