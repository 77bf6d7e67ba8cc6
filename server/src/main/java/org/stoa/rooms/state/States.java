package org.stoa.rooms.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.StateRepository;
import org.stoa.storage.rooms.StateRepository.CurrentState;

/// Whole states and single keys of them, read by reference. Thread-safe.
public final class States {
    private static final int BYTES_PER_ENTRY = 48;

    private final StateRepository repository = new StateRepository();
    private final RecentlyUsed<StateRef, StateMap> cache;

    /// Creates a reader.
    ///
    /// @param cacheBytes about how much memory whole states may take that no room in memory holds
    public States(long cacheBytes) {
        this.cache =
                new RecentlyUsed<>(
                        cacheBytes, state -> 200 + (long) state.size() * BYTES_PER_ENTRY);
    }

    /// The whole state. Cost: one scan of the line and of each line it inherits from.
    public StateMap all(Tx tx, StateRef ref) {
        Optional<StateMap> cached = cache.get(ref);
        if (cached.isPresent()) {
            return cached.get();
        }
        StateMap loaded = load(tx, ref);
        cache.put(ref, loaded);
        return loaded;
    }

    /// The event that holds a key; 0 when it is absent. Cost: at most 5 seeks.
    public long one(Tx tx, StateRef ref, long stateKey) {
        return cache.get(ref)
                .map(state -> state.event(stateKey))
                .orElseGet(() -> repository.one(tx, ref.line(), ref.version(), stateKey));
    }

    /// The keys whose event may differ between two states of a room: those that were set between them, on one line or
    /// on both sides of a switch from one line to another; of states that are not in one series, those that do differ.
    public Set<Long> changedKeys(Tx tx, long room, StateRef from, StateRef to) {
        if (from.line() == to.line()) {
            long low = Math.min(from.version(), to.version());
            long high = Math.max(from.version(), to.version());
            return new HashSet<>(repository.changedKeys(tx, from.line(), low, high));
        }
        return acrossSwitches(tx, room, from, to).orElseGet(() -> differences(tx, from, to));
    }

    private Set<Long> differences(Tx tx, StateRef from, StateRef to) {
        Set<Long> changed = new HashSet<>();
        all(tx, from).forEachDifference(all(tx, to), (key, here, there) -> changed.add(key));
        return changed;
    }

    /// Goes back from one state to an older one over the switches between them; empty when these do not lead there.
    private Optional<Set<Long>> acrossSwitches(Tx tx, long room, StateRef older, StateRef newer) {
        Set<Long> changed = new HashSet<>();
        StateRef at = newer;
        for (CurrentState to : repository.switches(tx, room).reversed()) {
            if (to.line() == at.line() && at.line() != older.line()) {
                changed.addAll(repository.changedKeys(tx, at.line(), to.version(), at.version()));
                at = new StateRef(to.oldLine(), to.oldVersion());
            }
        }
        if (at.line() != older.line() || older.version() > at.version()) {
            return Optional.empty();
        }
        changed.addAll(repository.changedKeys(tx, at.line(), older.version(), at.version()));
        return Optional.of(changed);
    }

    /// The lines on which the current states of a room were before they came to a line, and that line, oldest first.
    public List<Long> series(Tx tx, long room, long line) {
        Deque<Long> lines = new ArrayDeque<>(List.of(line));
        for (CurrentState to : repository.switches(tx, room).reversed()) {
            if (to.line() == lines.getFirst()) {
                lines.addFirst(to.oldLine());
            }
        }
        return List.copyOf(lines);
    }

    /// The newest state of a series of lines that a state inherits from; the state itself when it is in the series.
    public StateRef whereSeriesWasLeft(Tx tx, StateRef ref, List<Long> series) {
        StateRef at = ref;
        while (!series.contains(at.line())) {
            StateRepository.Line line = repository.line(tx, at.line());
            if (line.parentLine() == 0) {
                return at;
            }
            at = new StateRef(line.parentLine(), line.parentVersion());
        }
        return at;
    }

    /// Which event held a key at which versions of a line and its parents.
    public StateRepository repository() {
        return repository;
    }

    private StateMap load(Tx tx, StateRef ref) {
        Deque<StateRef> fromRoot = new ArrayDeque<>();
        StateRef at = ref;
        while (true) {
            fromRoot.addFirst(at);
            StateRepository.Line line = repository.line(tx, at.line());
            if (line.parentLine() == 0) {
                break;
            }
            at = new StateRef(line.parentLine(), line.parentVersion());
        }
        StateMap[] state = {StateMap.EMPTY};
        for (StateRef line : fromRoot) {
            repository.entriesAt(
                    tx,
                    line.line(),
                    line.version(),
                    (key, event, fromVersion) ->
                            state[0] =
                                    event == 0
                                            ? state[0].without(key)
                                            : state[0].with(key, event, fromVersion));
        }
        return state[0];
    }
}
