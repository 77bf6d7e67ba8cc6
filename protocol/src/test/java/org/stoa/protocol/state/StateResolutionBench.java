package org.stoa.protocol.state;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// How long a resolution takes in a large room: two states that differ in 1,000 members, each of whom changed their name on
/// both forks. To be run by hand: `java -cp … org.stoa.protocol.state.StateResolutionBench [members]…`; the figures are in the
/// decision record about state resolution.
public final class StateResolutionBench {

    private static final int CONFLICTED = 1000;
    private static final int WARM_UP = 60;
    private static final int RUNS = 101;

    /// Processor time, so that what else runs on the machine counts little.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private StateResolutionBench() {}

    /// Prints a line for each version and number of members: medians of processor time in microseconds.
    public static void main(String[] arguments) {
        int[] sizes =
                arguments.length == 0
                        ? new int[] {50_000, 100_000, 200_000}
                        : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (RoomVersion version : List.of(RoomVersion.V10, RoomVersion.V12)) {
            for (int members : sizes) {
                Room room = new Room(version, members);
                System.out.printf(
                        "version %s, %d members, %d events, graph %.1f bytes an event, closure %d"
                                + " KB: closures known %d us, counted %d us, made %d us, one closure %d"
                                + " us, difference %d us%n",
                        version.id(),
                        members,
                        room.graph.size(),
                        (double) room.graph.bytes() / room.graph.size(),
                        AuthClosure.of(room.states(false).getFirst(), room.graph).bytes() / 1024,
                        median(() -> room.resolve(room.known)),
                        median(() -> room.resolve(room.countedStates())),
                        median(() -> room.resolve(room.states(false))),
                        median(() -> AuthClosure.of(room.known.getFirst(), room.graph)),
                        median(
                                () ->
                                        AuthDifference.of(
                                                StateSets.of(room.known, room.conflicted),
                                                room.graph)));
            }
        }
    }

    private static long median(Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long[] times = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            work.run();
            times[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(times);
        return times[RUNS / 2] / 1000;
    }

    /// The room, all of whose events are in memory.
    private static final class Room implements StateEvents {
        private final RoomVersion version;
        private final AuthGraph graph = new AuthGraph();
        private final Map<Long, StateEvent> events = new HashMap<>();
        private final Map<String, Long> keys = new HashMap<>();
        private final long[] base;
        private final List<Map<Long, Long>> changes = List.of(new HashMap<>(), new HashMap<>());
        private final Set<Long> conflicted = new HashSet<>();
        private final List<StateSet> known;
        private @Nullable CountedClosure counted;
        private final RoomId roomId;
        private final Event create;

        Room(RoomVersion version, int members) {
            this.version = version;
            base = new long[members + 10];
            roomId =
                    version.rules().roomIdFromCreate()
                            ? RoomId.ofCreateEvent(id(1))
                            : RoomId.parse("!room:one.example");
            String creator = user(0);
            create = add("m.room.create", creator, "", JsonObject.of("room_version", version.id()));
            JsonObject users =
                    version.rules().privilegedCreators()
                            ? JsonObject.EMPTY
                            : JsonObject.of(creator, 100);
            put(create);
            put(add("m.room.member", creator, creator, join("creator"), 1));
            put(add("m.room.power_levels", creator, "", JsonObject.of("users", users), 1, 2));
            put(
                    add(
                            "m.room.join_rules",
                            creator,
                            "",
                            JsonObject.of("join_rule", "public"),
                            1,
                            2,
                            3));
            for (int i = 1; i < members; i++) {
                put(add("m.room.member", user(i), user(i), join("first"), 1, 3, 4));
            }
            // Every second member has changed their name since.
            for (int i = 2; i < members; i += 2) {
                change(user(i), "second", base, null);
            }
            for (int fork = 0; fork < 2; fork++) {
                for (int i = 1; i <= CONFLICTED; i++) {
                    change(
                            user(i * (members / (CONFLICTED + 1))),
                            "f" + fork,
                            base,
                            changes.get(fork));
                }
            }
            conflicted.addAll(changes.getFirst().keySet());
            known = states(true);
        }

        void resolve(List<StateSet> states) {
            Resolution resolution =
                    new StateResolver(version.rules(), graph, this)
                            .resolve(StateSets.of(states, conflicted));
            if (resolution.entries().size() != CONFLICTED
                    || resolution.entries().containsValue(0L)) {
                throw new IllegalStateException("Expected a member for each key");
            }
        }

        List<StateSet> states(boolean withClosures) {
            List<StateSet> states = new ArrayList<>();
            for (Map<Long, Long> change : changes) {
                Fork fork = new Fork(base, change, null);
                states.add(
                        withClosures ? new Fork(base, change, AuthClosure.of(fork, graph)) : fork);
            }
            return states;
        }

        /// The forks, with what each reaches by what is counted of the state before them.
        List<StateSet> countedStates() {
            if (counted == null) {
                counted = CountedClosure.of(new Fork(base, Map.of(), null), graph);
            }
            List<StateSet> states = new ArrayList<>();
            for (Map<Long, Long> change : changes) {
                List<CountedClosure.Change> made = new ArrayList<>();
                change.forEach(
                        (key, event) ->
                                made.add(new CountedClosure.Change(event, base[key.intValue()])));
                states.add(new Fork(base, change, counted.after(made)));
            }
            return states;
        }

        private void change(
                String user, String name, long[] state, @Nullable Map<Long, Long> fork) {
            long key = stateKey("m.room.member", user);
            Event event = add("m.room.member", user, user, join(name), 1, 3, 4, state[(int) key]);
            if (fork == null) {
                put(event);
            } else {
                fork.put(key, (long) events.size());
            }
        }

        private void put(Event event) {
            base[(int) stateKey(event.type(), event.stateKey().orElseThrow())] = events.size();
        }

        private Event add(
                String type, String sender, String key, JsonObject content, long... auths) {
            long number = events.size() + 1L;
            boolean withoutCreate = version.rules().roomIdFromCreate();
            long[] named = Arrays.stream(auths).filter(a -> !withoutCreate || a != 1).toArray();
            JsonObject.Builder pdu =
                    JsonObject.builder()
                            .put("type", type)
                            .put("sender", sender)
                            .put("state_key", key)
                            .put("content", content)
                            .put("origin_server_ts", number)
                            .put("depth", number)
                            .put("prev_events", JsonArray.of(Json.of(id(number).text())))
                            .put(
                                    "auth_events",
                                    JsonArray.of(
                                            Arrays.stream(named)
                                                    .mapToObj(auth -> Json.of(id(auth).text()))
                                                    .toList()));
            Event event = Event.stored(id(number), roomId, pdu.build(), version.rules());
            events.put(number, new StateEvent(event, false));
            keys.putIfAbsent(type + key, keys.size() + 1L);
            graph.add(number, type.equals("m.room.power_levels"), named);
            return event;
        }

        @Override
        public Map<Long, StateEvent> load(Collection<Long> wanted) {
            Map<Long, StateEvent> found = HashMap.newHashMap(wanted.size());
            for (Long number : wanted) {
                StateEvent event = events.get(number);
                if (event != null) {
                    found.put(number, event);
                }
            }
            return found;
        }

        @Override
        public long stateKey(String type, String stateKey) {
            return keys.getOrDefault(type + stateKey, 0L);
        }

        @Override
        public Event create() {
            return create;
        }

        private static JsonObject join(String name) {
            return JsonObject.of("membership", "join", "displayname", name);
        }

        private static String user(int i) {
            return "@user" + i + ":s" + i % 97 + ".example";
        }

        private static EventId id(long number) {
            return EventId.parse("$" + String.format("%043d", number));
        }
    }

    /// A state as what it shares with the other one, and what it has changed.
    private record Fork(
            @SuppressWarnings("ArrayRecordComponent") long[] base,
            Map<Long, Long> changes,
            @Nullable AuthClosure known)
            implements StateSet {

        @Override
        public long event(long stateKey) {
            return changes.getOrDefault(stateKey, base[(int) stateKey]);
        }

        @Override
        public void forEach(EntryConsumer consumer) {
            for (int key = 0; key < base.length; key++) {
                if (event(key) != 0) {
                    consumer.accept(key, event(key));
                }
            }
        }

        @Override
        public @Nullable AuthClosure authClosure() {
            return known;
        }
    }
}
