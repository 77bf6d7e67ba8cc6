package org.stoa.rooms.resolve;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.state.AuthGraph;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.state.RecentlyUsed;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventGraphRepository;

/// The auth graphs of rooms whose states had to be resolved: each is loaded when it is first needed, grows with the room's
/// events, and is dropped when others were used since and the memory for all of them is used up. A graph is used under its
/// room's lock only.
public final class AuthGraphs {
    private final Database database;
    private final EventGraphRepository repository = new EventGraphRepository();
    private final RecentlyUsed<Long, Loaded> graphs;

    /// Creates it.
    ///
    /// @param cacheBytes about how much memory the graphs may take
    public AuthGraphs(Database database, long cacheBytes) {
        this.database = database;
        this.graphs = new RecentlyUsed<>(cacheBytes, Loaded::bytes);
    }

    /// A graph, what states reach in it, and a state of which it has all events: of another state only what differs from that has to be looked at.
    private record Loaded(AuthGraph graph, KnownClosures closures, StateMap complete) {
        static Loaded of(AuthGraph graph) {
            return new Loaded(graph, new KnownClosures(graph), StateMap.EMPTY);
        }

        long bytes() {
            return graph.bytes() + closures.bytes();
        }
    }

    /// What states are resolved with.
    ///
    /// @param graph with every event that the states have
    /// @param closures what states reach in it
    record Prepared(AuthGraph graph, KnownClosures closures) {}

    /// The graph of a room, with every event that the states have. Only for the holder of the room's lock.
    ///
    /// @param forks what is not committed yet
    /// @param states at least one
    Prepared prepared(Room room, Forks forks, List<StateMap> states) {
        Loaded loaded =
                graphs.get(room.nid())
                        .orElseGet(() -> Loaded.of(database.read(tx -> load(tx, room.nid()))));
        AuthGraph graph = loaded.graph();
        for (Forks.AuthNode node : forks.authNodes()) {
            add(graph, node.event(), node.stateKey(), node.auths());
        }
        StateMap complete = loaded.complete();
        for (StateMap state : states) {
            addMissing(graph, state, complete);
            complete = state;
        }
        // Again, since it weighs more by now.
        graphs.put(room.nid(), new Loaded(graph, loaded.closures(), complete));
        return new Prepared(graph, loaded.closures());
    }

    /// Adds an event to the graph of its room, if that is in memory. Only for the holder of the room's lock.
    public void added(Room room, Forks.AuthNode node) {
        graphs.get(room.nid())
                .ifPresent(
                        loaded -> add(loaded.graph(), node.event(), node.stateKey(), node.auths()));
    }

    private AuthGraph load(Tx tx, long room) {
        AuthGraph graph = new AuthGraph();
        repository.authGraph(
                tx, room, (event, stateKey, auths) -> add(graph, event, stateKey, auths));
        return graph;
    }

    /// State events that cannot be auth events have no place in the stored graph; they are added when a state has them.
    private void addMissing(AuthGraph graph, StateMap state, StateMap complete) {
        List<Long> missing = new ArrayList<>();
        state.forEachDifference(
                complete,
                (key, event, other) -> {
                    if (event != 0 && !graph.has(event)) {
                        missing.add(event);
                    }
                });
        if (missing.isEmpty()) {
            return;
        }
        long[] numbers = missing.stream().mapToLong(Long::longValue).toArray();
        database.read(tx -> repository.auths(tx, numbers))
                .forEach(edges -> add(graph, edges.event(), 0, edges.named()));
    }

    private void add(AuthGraph graph, long event, long stateKey, List<Long> auths) {
        long[] numbers = auths.stream().mapToLong(Long::longValue).toArray();
        graph.add(event, stateKey != 0 && stateKey == powerLevelsKey(), numbers);
    }

    private long powerLevelsKey() {
        return database.names().findStateKey("m.room.power_levels", "").orElse(0L);
    }
}
