package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stoa.protocol.state.Scene.ALICE;
import static org.stoa.protocol.state.Scene.BOB;
import static org.stoa.protocol.state.Scene.CAROL;
import static org.stoa.protocol.state.Scene.CREATOR;
import static org.stoa.protocol.state.Scene.DAVE;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// What a caller sees: the result, what is loaded for it, and what happens when events are missing or rejected.
class StateResolverTest {

    @Test
    void states_thatAreTheSame_needNoEvent() {
        Scene scene = new Scene(RoomVersion.V12);
        List<StateSet> sets =
                List.of(scene.room.numbered(scene.base), scene.room.numbered(scene.base));

        Resolution resolution = resolver(scene).resolve(StateSets.of(sets));

        assertEquals(Map.of(), resolution.entries());
        assertTrue(resolution.isSame(sets.getFirst()));
        assertEquals(List.of(), scene.room.loaded());
    }

    @Test
    void noStates_cannotBeResolved() {
        assertThrows(IllegalArgumentException.class, () -> StateSets.of(List.of()));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2", "V11", "V12"})
    void resolution_ofTwoStates_saysWhichItEquals(RoomVersion version) {
        Scene scene = new Scene(version);
        Event topic = scene.room.topic("topic", ALICE).in(scene.base);
        StateSet before = scene.room.numbered(scene.base);
        StateSet after = scene.room.numbered(scene.base.with(topic));

        Resolution resolution = resolver(scene).resolve(StateSets.of(List.of(before, after)));

        long key = scene.room.stateKey("m.room.topic", "");
        assertEquals(Map.of(key, scene.room.number(topic)), resolution.entries());
        assertTrue(resolution.isSame(after));
        assertFalse(resolution.isSame(before));
        assertEquals(scene.room.number(topic), resolution.event(key, before));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2", "V11", "V12"})
    void resolution_ofKeysThatMayDiffer_looksAtNoOthers(RoomVersion version) {
        Scene scene = new Scene(version);
        Event topic = scene.room.topic("topic", ALICE).in(scene.base);
        List<StateSet> sets =
                List.of(
                        scene.room.numbered(scene.base),
                        scene.room.numbered(scene.base.with(topic)));
        long topicKey = scene.room.stateKey("m.room.topic", "");
        long levelsKey = scene.room.stateKey("m.room.power_levels", "");

        Resolution resolution =
                resolver(scene).resolve(StateSets.of(sets, Set.of(topicKey, levelsKey)));

        assertEquals(Map.of(topicKey, scene.room.number(topic)), resolution.entries());
    }

    /// The members who are in no conflict, and are not asked for, are not loaded.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2", "V11", "V12"})
    void resolution_loadsOnlyConflictsAndWhatAuthorisesThem(RoomVersion version) {
        Scene scene = new Scene(version);
        Event topic = scene.room.topic("topic", ALICE).in(scene.base);
        Event other = scene.room.topic("other", ALICE).in(scene.base);
        scene.room.loaded().clear();

        scene.room.resolve(scene.base.with(topic), scene.base.with(other));

        Set<Long> allowed = new HashSet<>();
        for (Event event : List.of(topic, other, scene.create, scene.levels, scene.member(ALICE))) {
            allowed.add(scene.room.number(event));
        }
        if (version == RoomVersion.V12) {
            // The source gives it without being asked for its number.
            allowed.remove(scene.room.number(scene.create));
        }
        assertEquals(allowed, new HashSet<>(scene.room.loaded()));
        assertEquals(allowed.size(), scene.room.loaded().size());
    }

    @Test
    void stateEvent_thatTheGraphDoesNotHave_isRefused() {
        Scene scene = new Scene(RoomVersion.V12);
        StateSet strange =
                new StateSet() {
                    @Override
                    public long event(long stateKey) {
                        return 123_456_789;
                    }

                    @Override
                    public void forEach(EntryConsumer consumer) {
                        consumer.accept(1, 123_456_789);
                    }
                };
        StateSets sets = StateSets.of(List.of(scene.room.numbered(scene.base), strange));

        assertThrows(IllegalArgumentException.class, () -> resolver(scene).resolve(sets));
    }

    /// The iterative auth checks use what the event names only when that was not rejected. Dave's join is in neither state,
    /// but both reach it, so that it is not replayed.
    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void authEvent_thatWasRejected_authorisesNothing(RoomVersion version) {
        Scene scene = new Scene(version);
        TestRoom.State without = scene.base.without("m.room.member", DAVE);
        Event promotion =
                scene.room
                        .levels("promote", ALICE, scene.users(ALICE, 100, DAVE, 50))
                        .in(scene.base);
        TestRoom.State full = scene.base.with(promotion);
        Event name = scene.room.draft("name", "m.room.name", DAVE).in(full);
        Event topic = scene.room.topic("topic", DAVE).in(full);
        TestRoom.State promoted = without.with(promotion, name);

        TestRoom.State accepted = scene.resolve(promoted, promoted.with(topic));
        scene.room.reject(scene.member(DAVE));
        TestRoom.State rejected = scene.resolve(promoted, promoted.with(topic));

        assertEquals(topic, Scene.topic(accepted));
        assertEquals(promoted.entries(), rejected.entries());
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void authEvent_thatIsKnownByNameOnly_isLeftOut(RoomVersion version) {
        Scene scene = new Scene(version);
        EventId unknown = scene.room.idOf("unknown");
        List<EventId> auth =
                List.of(
                        unknown,
                        scene.create.eventId(),
                        scene.levels.eventId(),
                        scene.member(ALICE).eventId());
        Event topic = scene.room.topic("topic", ALICE).authIds(auth);

        TestRoom.State state = scene.resolve(scene.base, scene.base.with(topic));

        assertEquals(topic, Scene.topic(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2", "V11", "V12"})
    void conflictedEvent_thatIsNotHere_isNotChosen(RoomVersion version) {
        Scene scene = new Scene(version);
        Event kept = scene.room.topic("kept", ALICE).in(scene.base);
        Event lost = scene.room.topic("lost", ALICE).in(scene.base);
        scene.room.lose(lost);

        TestRoom.State state = scene.room.resolve(scene.base.with(kept), scene.base.with(lost));

        assertEquals(kept, Scene.topic(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V12"})
    void chainOf100000PowerLevels_isResolved(RoomVersion version) {
        Scene scene = new Scene(version);
        Event join = scene.base.get("m.room.member", CREATOR);
        assertNotNull(join);
        Event first = scene.levels;
        Event last = first;
        for (int i = 0; i < 100_000; i++) {
            JsonObject users = scene.users(ALICE, 100, BOB, 40 + i % 2);
            TestRoom.Draft draft = scene.room.levels("n" + i + "x", CREATOR, users);
            last =
                    version == RoomVersion.V12
                            ? draft.auth(last, join)
                            : draft.auth(scene.create, last, join);
        }
        Event topic = scene.room.topic("topic", CREATOR).in(scene.base.with(last));
        Event old = scene.room.topic("old", CREATOR).at(1_000_000).in(scene.base);

        TestRoom.State state =
                scene.room.resolve(scene.base.with(old), scene.base.with(last, topic));

        assertEquals(last, Scene.levels(state));
        assertEquals(topic, Scene.topic(state));
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V2", "V11", "V12"})
    void keyThatNoStateHas_whenOnlyOneKnewIt_isInTheResult(RoomVersion version) {
        Scene scene = new Scene(version);
        TestRoom.State without = scene.base.without("m.room.member", CAROL);
        Event promotion =
                scene.room
                        .levels("promote", CREATOR, scene.users(ALICE, 100, CAROL, 100))
                        .in(scene.base);
        Event byCarol =
                scene.room
                        .levels("byCarol", CAROL, scene.users(ALICE, 100, CAROL, 90))
                        .in(scene.base.with(promotion));

        TestRoom.State state = scene.resolve(without, without.with(byCarol));

        assertEquals(scene.member(CAROL), Scene.member(state, CAROL));
        assertEquals(byCarol, Scene.levels(state));
    }

    private static StateResolver resolver(Scene scene) {
        return new StateResolver(scene.room.rules(), scene.room.graph(), scene.room);
    }
}
