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
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// The state resets that MSC4297 describes: where a server was told an older state than the auth events show. The tests of
/// older versions keep what happens there, since all servers of a room have to do the same.
class StateResetsTest {

    /// "Problem A": the join rules are by Alice, who has left in both states.
    private static TestRoom.State problemA(Scene scene) {
        Event first = scene.room.joinRules("first", ALICE, "invite").in(scene.base);
        TestRoom.State then = scene.base.with(first);
        Event second = scene.room.joinRules("second", ALICE, "public").in(then);
        TestRoom.State later = then.with(second);
        TestRoom.State left = later.with(scene.leave("leave", ALICE).in(later));
        // Everybody knows that the second came after the first: somebody joined by it.
        Event join = scene.join("joinBySecond", DAVE).in(left);
        TestRoom.State correct = left.with(join);

        return scene.resolve(correct, correct.with(first));
    }

    @Test
    void joinRules_ofAUserWhoLeft_areKeptSinceVersion12() {
        Scene scene = new Scene(RoomVersion.V12);

        TestRoom.State state = problemA(scene);

        assertEquals(scene.room.events().get(scene.room.idOf("second")), Scene.rules(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V6", "V11"})
    void joinRules_ofAUserWhoLeft_areLostUntilVersion11(RoomVersion version) {
        assertNull(Scene.rules(problemA(new Scene(version))));
    }

    /// "Problem B": Alice promotes Bob, Bob promotes Carol; a state has the levels from before, but knows the later ones.
    private static TestRoom.State problemB(Scene scene) {
        Event before =
                scene.room.levels("before", ALICE, scene.users(ALICE, 100, BOB, 0)).in(scene.base);
        TestRoom.State start = scene.base.with(before);
        Event bob = scene.room.levels("bob", ALICE, scene.users(ALICE, 100, BOB, 50)).in(start);
        TestRoom.State then = start.with(bob);
        JsonObject both = scene.users(ALICE, 100, BOB, 50).toBuilder().put(CAROL, 50).build();
        Event carol = scene.room.levels("carol", BOB, both).in(then);
        TestRoom.State later = then.with(carol);
        TestRoom.State correct = later.with(scene.join("joinLater", DAVE).in(later));

        return scene.resolve(correct, correct.with(before));
    }

    @Test
    void powerLevels_thatNeedOnesBetween_areKeptSinceVersion12() {
        Scene scene = new Scene(RoomVersion.V12);

        TestRoom.State state = problemB(scene);

        assertEquals(scene.room.events().get(scene.room.idOf("carol")), Scene.levels(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V6", "V11"})
    void powerLevels_thatNeedOnesBetween_areLostUntilVersion11(RoomVersion version) {
        Scene scene = new Scene(version);

        TestRoom.State state = problemB(scene);

        assertEquals(scene.room.events().get(scene.room.idOf("before")), Scene.levels(state));
    }

    /// Step 5: what all states agree on stays, whatever was replayed before.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void unconflictedState_whenOlderEventsOfItAreReplayed_stays(RoomVersion version) {
        Scene scene = new Scene(version);
        Event gone = scene.leave("gone", CAROL).in(scene.base);
        Event back = scene.join("back", CAROL).in(scene.base.with(gone));
        TestRoom.State agreed = scene.base.with(back);
        // Only one of the two states knows that the older levels ever were.
        Event one = scene.room.levels("one", ALICE, scene.users(ALICE, 100, BOB, 40)).in(agreed);
        Event kick = scene.room.member("kick", ALICE, DAVE, "leave").in(agreed.with(one));
        Event two =
                scene.room
                        .levels("two", ALICE, scene.users(ALICE, 100, BOB, 30))
                        .in(agreed.with(one));

        TestRoom.State state = scene.resolve(agreed.with(two, kick), agreed);

        assertEquals(back, Scene.member(state, CAROL));
        assertEquals(two, Scene.levels(state));
        assertEquals(kick, Scene.member(state, DAVE));
    }

    /// The power events take with them what of the full conflicted set they reach inside of it, and no more: Bob's first join is
    /// reached over his second, which all states have in their auth chains, so it is sorted behind the kick and wins. The text
    /// follows the chain to it; Synapse does not: docs/adr/0019.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11"})
    void authChainOfAPowerEvent_overAnEventThatAllStatesReach_endsThere(RoomVersion version) {
        ThreeJoins joins = ThreeJoins.in(new Scene(version));

        assertEquals(joins.kick(), Scene.member(joins.state(), CAROL));
        assertEquals(joins.first(), Scene.member(joins.state(), BOB));
    }

    /// Since version 12 the second join is in the conflicted state subgraph, so the chain goes on through it.
    @Test
    void authChainOfAPowerEvent_insideTheConflictedSubgraph_isFollowed() {
        ThreeJoins joins = ThreeJoins.in(new Scene(RoomVersion.V12));

        assertEquals(joins.kick(), Scene.member(joins.state(), CAROL));
        assertEquals(joins.third(), Scene.member(joins.state(), BOB));
    }

    /// One state has Bob's first join, the other his third, on which a kick rests; both have a topic that rests on his second.
    private record ThreeJoins(Event first, Event third, Event kick, TestRoom.State state) {
        static ThreeJoins in(Scene scene) {
            Event first = scene.member(BOB);
            Event second = scene.join("second", BOB).in(scene.base);
            TestRoom.State then = scene.base.with(second);
            Event topic = scene.room.topic("topic", BOB).in(then);
            Event third = scene.join("third", BOB).in(then.with(topic));
            TestRoom.State later = then.with(topic, third);
            Event kick = scene.room.member("kick", BOB, CAROL, "leave").in(later);
            TestRoom.State state = scene.resolve(later.with(kick), later.with(first));
            return new ThreeJoins(first, third, kick, state);
        }
    }
}
