package org.stoa.rooms.resolve;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.state.AuthClosure;
import org.stoa.protocol.state.Resolution;
import org.stoa.protocol.state.StateEvent;
import org.stoa.protocol.state.StateEvents;
import org.stoa.protocol.state.StateResolver;
import org.stoa.protocol.state.StateSet;
import org.stoa.protocol.state.StateSets;
import org.stoa.protocol.version.StateResolution;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Considered;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;

/// Makes one state of several that differ. Only for the holder of the room's lock.
///
/// Spec: server-server-api#room-state-resolution (v1.19).
public final class RoomResolver {
    /// Events that are in memory as they are stored at once: each may have 64 kB.
    private static final int CHUNK = 200;

    /// Events of which a room remembers that a resolution decided about them.
    private static final int MAX_CONSIDERED = 5_000;

    private final Database database;
    private final EventStore events;
    private final AuthGraphs graphs;
    private final AtomicLong resolved = new AtomicLong();

    /// Creates it.
    public RoomResolver(Database database, EventStore events, AuthGraphs graphs) {
        this.database = database;
        this.events = events;
        this.graphs = graphs;
    }

    /// The state that the states resolve to: the first of them with what differs.
    ///
    /// @param states at least one
    public StateMap resolve(Room room, Forks forks, List<StateMap> states) {
        return resolved(room, forks, states).state();
    }

    /// What states were resolved to.
    ///
    /// @param considered what was decided about; null when that is nothing, or too much to be remembered
    record Resolved(StateMap state, @Nullable Considered considered) {}

    /// The same with what was decided about.
    Resolved resolved(Room room, Forks forks, List<StateMap> states) {
        Set<Long> differing = differing(states);
        if (differing.isEmpty()) {
            return new Resolved(states.getFirst(), null);
        }
        resolved.incrementAndGet();
        return resolved(room, forks, states, differing);
    }

    private Resolved resolved(Room room, Forks forks, List<StateMap> states, Set<Long> differing) {
        AuthGraphs.Prepared prepared = graphs.prepared(room, forks, states);
        Source source = new Source(states.getFirst());
        StateResolver resolver = new StateResolver(room.rules(), prepared.graph(), source);
        Resolution resolution =
                resolver.resolve(StateSets.of(sets(states, prepared.closures()), differing));
        StateMap[] result = {states.getFirst()};
        resolution
                .entries()
                .forEach(
                        (key, event) ->
                                result[0] =
                                        event == 0
                                                ? result[0].without(key)
                                                : result[0].event(key) == event
                                                        ? result[0]
                                                        : result[0].with(key, event, 0));
        prepared.closures().expect(result[0]);
        return new Resolved(result[0], considered(room, resolution));
    }

    /// Whether a state is what the states resolve to. Not counted; for assertions.
    boolean isResolution(Room room, Forks forks, List<StateMap> states, StateMap result) {
        return differing(List.of(result, resolved(room, forks, states, differing(states)).state()))
                .isEmpty();
    }

    private @Nullable Considered considered(Room room, Resolution resolution) {
        boolean isKnown = room.rules().stateResolution() != StateResolution.V1;
        if (!isKnown || resolution.considered().size() > MAX_CONSIDERED) {
            return null;
        }
        List<Long> numbers = List.copyOf(resolution.considered());
        return new Considered(considered -> addAll(considered, numbers));
    }

    private void addAll(Considered considered, List<Long> numbers) {
        for (int at = 0; at < numbers.size(); at += CHUNK) {
            List<Long> chunk = numbers.subList(at, Math.min(at + CHUNK, numbers.size()));
            for (StoredEvent event : database.read(tx -> events.getAll(tx, chunk)).values()) {
                considered.add(
                        event.header().stateKey(),
                        event.event(),
                        Continuations.reads(event.parsed()));
            }
        }
    }

    /// What finds out where states need not be resolved from the beginning.
    Continuations continuations(KnownStates known) {
        return new Continuations(database, events, known, graphs);
    }

    /// How often states that differ were resolved.
    long resolved() {
        return resolved.get();
    }

    private static List<MapSet> sets(List<StateMap> states, KnownClosures closures) {
        return states.stream().map(state -> new MapSet(state, closures)).toList();
    }

    private static Set<Long> differing(List<StateMap> states) {
        Set<Long> keys = new HashSet<>();
        StateMap first = states.getFirst();
        for (StateMap other : states.subList(1, states.size())) {
            first.forEachDifference(other, (key, here, there) -> keys.add(key));
        }
        return keys;
    }

    private record MapSet(StateMap state, KnownClosures closures) implements StateSet {
        @Override
        public long event(long stateKey) {
            return state.event(stateKey);
        }

        @Override
        public void forEach(EntryConsumer consumer) {
            state.forEach((key, event, from) -> consumer.accept(key, event));
        }

        @Override
        public AuthClosure authClosure() {
            return closures.of(state, this);
        }
    }

    private final class Source implements StateEvents {
        private final StateMap state;

        Source(StateMap state) {
            this.state = state;
        }

        @Override
        public Map<Long, StateEvent> load(Collection<Long> numbers) {
            Map<Long, StateEvent> loaded = new HashMap<>();
            List<Long> all = List.copyOf(numbers);
            for (int at = 0; at < all.size(); at += CHUNK) {
                List<Long> chunk = all.subList(at, Math.min(at + CHUNK, all.size()));
                database.read(tx -> events.getAll(tx, chunk))
                        .forEach((number, event) -> loaded.put(number, stateEvent(event)));
            }
            return loaded;
        }

        private static StateEvent stateEvent(StoredEvent event) {
            boolean rejected = (event.header().flags() & EventFlags.REJECTED) != 0;
            return new StateEvent(AuthParts.of(event), rejected);
        }

        @Override
        public long stateKey(String type, String stateKey) {
            return database.names().findStateKey(type, stateKey).orElse(0L);
        }

        @Override
        public Event create() {
            Event create = new StateView(state, database.names(), events).get("m.room.create", "");
            if (create == null) {
                throw new IllegalStateException("a state without m.room.create");
            }
            return create;
        }
    }
}
