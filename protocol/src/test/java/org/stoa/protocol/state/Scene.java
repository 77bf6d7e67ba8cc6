package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// A public room in which Alice has level 100, Bob has 50, and Carol and Dave have none; the creator has 100, or power above
/// all where creators have. Each event is a second, counted from 1, after the one before, unless it says otherwise.
final class Scene {

    static final String CREATOR = "@creator:one.example";
    static final String ALICE = "@alice:one.example";
    static final String BOB = "@bob:two.example";
    static final String CAROL = "@carol:three.example";
    static final String DAVE = "@dave:three.example";

    final TestRoom room;
    final Event create;
    final Event levels;
    final Event rules;
    final TestRoom.State base;

    Scene(RoomVersion version) {
        this(version, JsonObject.EMPTY);
    }

    Scene(RoomVersion version, JsonObject createContent) {
        room = new TestRoom(version);
        create = room.create("create", CREATOR, createContent);
        TestRoom.State state = TestRoom.State.of(create);
        state =
                state.with(
                        room.member("joinCreator", CREATOR, CREATOR, "join")
                                .previous(create)
                                .in(state));
        levels = room.levels("levels", CREATOR, users(ALICE, 100, BOB, 50)).in(state);
        state = state.with(levels);
        rules = room.joinRules("rules", CREATOR, "public").in(state);
        state = state.with(rules);
        for (String user : List.of(ALICE, BOB, CAROL, DAVE)) {
            state = state.with(join("join" + user.substring(1, 4), user).in(state));
        }
        base = state;
    }

    /// Returns power levels of these two, and of the creator where they are to be given.
    JsonObject users(String one, int level, String other, int otherLevel) {
        JsonObject users = JsonObject.of(one, level, other, otherLevel);
        return room.rules().privilegedCreators()
                ? users
                : users.toBuilder().put(CREATOR, 100).build();
    }

    TestRoom.Draft join(String name, String user) {
        return room.member(name, user, user, "join");
    }

    TestRoom.Draft leave(String name, String user) {
        return room.member(name, user, user, "leave");
    }

    Event member(String user) {
        Event event = base.get("m.room.member", user);
        if (event == null) {
            throw new IllegalArgumentException("Expected a member");
        }
        return event;
    }

    /// Resolves the states, in every order and with and without closures that are known, and as the text says; returns what
    /// all of that agrees on.
    TestRoom.State resolve(TestRoom.State... states) {
        TestRoom.State expected = PlainResolver.resolve(room, List.of(states));
        List<TestRoom.State> order = new ArrayList<>(List.of(states));
        for (int i = 0; i < states.length; i++) {
            Collections.rotate(order, 1);
            assertEquals(expected.entries(), room.resolve(order, i == 0).entries());
        }
        return expected;
    }

    static @Nullable Event topic(TestRoom.State state) {
        return state.get("m.room.topic", "");
    }

    static @Nullable Event levels(TestRoom.State state) {
        return state.get("m.room.power_levels", "");
    }

    static @Nullable Event rules(TestRoom.State state) {
        return state.get("m.room.join_rules", "");
    }

    static @Nullable Event member(TestRoom.State state, String user) {
        return state.get("m.room.member", user);
    }
}
