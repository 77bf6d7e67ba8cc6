package org.stoa.protocol.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// A room in which five users of three servers do at random what they may, on many forks that sometimes merge. Now and then
/// a server is wrong about the state, has lost an event, or has rejected one.
final class RandomRoom {

    private static final String CREATOR = "@creator:one.example";
    private static final List<String> USERS =
            List.of(
                    CREATOR,
                    "@alice:one.example",
                    "@bob:two.example",
                    "@carol:two.example",
                    "@dave:three.example");
    private static final List<String> RULES = List.of("public", "invite", "invite", "knock");
    private static final List<Integer> LEVELS = List.of(0, 50, 100);

    /// What an event left behind: the state after it.
    private record Node(TestRoom.State state, long depth) {}

    private final Random random;
    private final TestRoom room;
    private final List<Node> nodes = new ArrayList<>();

    RandomRoom(RoomVersion version, long seed, int steps) {
        random = new Random(seed);
        room = new TestRoom(version);
        begin();
        for (int i = 0; i < steps; i++) {
            step(i);
        }
    }

    TestRoom room() {
        return room;
    }

    /// Returns some of the states of the room, two to four.
    List<TestRoom.State> someStates() {
        List<TestRoom.State> states = new ArrayList<>();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            states.add(perhapsWrong(pick(nodes).state()));
        }
        return states;
    }

    private void begin() {
        Event create = room.create(CREATOR);
        TestRoom.State state = TestRoom.State.of(create);
        state =
                state.with(
                        room.member("join", CREATOR, CREATOR, "join").previous(create).in(state));
        JsonObject users =
                room.rules().privilegedCreators() ? JsonObject.EMPTY : JsonObject.of(CREATOR, 100);
        if (random.nextInt(8) != 0) {
            state = state.with(room.levels("levels", CREATOR, users).in(state));
        }
        state = state.with(room.joinRules("rules", CREATOR, "public").in(state));
        nodes.add(new Node(state, 4));
    }

    private void step(int i) {
        List<Node> parents = new ArrayList<>();
        for (int n = random.nextInt(4) == 0 ? 2 : 1; n > 0; n--) {
            // Mostly the newest events, sometimes any.
            int from = random.nextInt(5) == 0 ? 0 : Math.max(0, nodes.size() - 4);
            parents.add(pick(nodes.subList(from, nodes.size())));
        }
        TestRoom.State before =
                parents.size() == 1
                        ? parents.getFirst().state()
                        : PlainResolver.resolve(room, parents.stream().map(Node::state).toList());
        before = perhapsWrong(before);
        long depth = 1 + parents.stream().mapToLong(Node::depth).max().orElseThrow();
        for (int attempt = 0; attempt < 8; attempt++) {
            Event event = draft(i + "x" + attempt + "y", before).depth(depth).preview(before);
            TestRoom.State state = before;
            if (AuthRules.check(event, state::get).isAllowed()) {
                accept(event, state, depth);
                return;
            }
        }
    }

    private void accept(Event event, TestRoom.State before, long depth) {
        Event added = room.add(perhapsWithLostAuth(event));
        if (random.nextInt(20) == 0) {
            room.reject(added);
        }
        nodes.add(new Node(before.with(added), depth));
    }

    /// Once in a while an event names another that nobody has.
    private Event perhapsWithLostAuth(Event event) {
        if (random.nextInt(30) != 0) {
            return event;
        }
        List<Json> auth =
                new ArrayList<>(event.json().array("auth_events").orElseThrow().stream().toList());
        EventId lost = room.idOf("lost");
        auth.add(
                room.rules().eventIdFormat().isHash()
                        ? Json.of(lost.text())
                        : JsonArray.of(Json.of(lost.text()), JsonObject.EMPTY));
        return Event.stored(
                event.eventId(),
                event.roomId(),
                event.json().with("auth_events", JsonArray.of(auth)),
                room.rules());
    }

    private TestRoom.Draft draft(String name, TestRoom.State state) {
        String sender = random.nextInt(3) == 0 ? CREATOR : pick(USERS);
        String target = pick(USERS);
        TestRoom.Draft draft =
                switch (random.nextInt(12)) {
                    case 0, 1 -> room.member(name, sender, sender, "join");
                    case 2 -> room.member(name, sender, sender, "leave");
                    case 3 -> room.member(name, sender, target, "invite");
                    case 4 -> room.member(name, sender, target, "leave");
                    case 5 -> room.member(name, sender, target, "ban");
                    case 6, 7 -> levels(name, sender, target, state);
                    case 8 -> room.joinRules(name, sender, pick(RULES));
                    case 9 -> room.draft(name, "m.room.name", sender);
                    default -> room.topic(name, sender);
                };
        // Few different times, so that ids have to decide.
        return draft.at(random.nextInt(12));
    }

    private TestRoom.Draft levels(String name, String sender, String target, TestRoom.State state) {
        Event old = state.get("m.room.power_levels", "");
        JsonObject users =
                old == null ? JsonObject.EMPTY : old.content().object("users").orElseThrow();
        if (room.rules().privilegedCreators() && target.equals(CREATOR)) {
            return room.levels(name, sender, users);
        }
        return room.levels(name, sender, users.with(target, Json.of(pick(LEVELS))));
    }

    /// Returns the state, or what a server has that was told it wrongly: one entry is older, or missing.
    private TestRoom.State perhapsWrong(TestRoom.State state) {
        if (random.nextInt(8) != 0) {
            return state;
        }
        StateKeyPair key = pick(List.copyOf(new TreeMap<>(named(state)).values()));
        if (random.nextInt(6) == 0 && !key.type().equals("m.room.create")) {
            return state.without(key.type(), key.key());
        }
        return state.with(
                pick(
                        room.events().values().stream()
                                .filter(event -> StateKeyPair.of(event).equals(key))
                                .toList()));
    }

    private static Map<String, StateKeyPair> named(TestRoom.State state) {
        return state.entries().keySet().stream()
                .collect(Collectors.toMap(StateKeyPair::toString, Function.identity()));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
