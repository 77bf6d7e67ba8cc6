package org.stoa.rooms.resolve;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.state.AuthClosure;
import org.stoa.protocol.state.Resolution;
import org.stoa.protocol.state.StateEvent;
import org.stoa.protocol.state.StateEvents;
import org.stoa.protocol.state.StateResolver;
import org.stoa.protocol.state.StateSet;
import org.stoa.protocol.state.StateSets;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
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
        Set<Long> differing = differing(states);
        if (differing.isEmpty()) {
            return states.getFirst();
        }
        resolved.incrementAndGet();
        AuthGraphs.Prepared prepared = graphs.prepared(room, forks, states);
        StateResolver resolver =
                new StateResolver(room.rules(), prepared.graph(), new Source(states.getFirst()));
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
        return result[0];
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
