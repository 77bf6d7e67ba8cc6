package org.stoa.rooms.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.StateRepository;

/// Whole states and single keys of them, read by reference. Thread-safe.
public final class States {
    private static final int BYTES_PER_ENTRY = 48;

    private final StateRepository repository = new StateRepository();
    private final Cache<StateRef, StateMap> cache;

    /// Creates a reader.
    ///
    /// @param cacheBytes about how much memory whole states may take that no room in memory holds
    public States(long cacheBytes) {
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(cacheBytes)
                        .weigher(
                                (StateRef ref, StateMap state) ->
                                        200 + state.size() * BYTES_PER_ENTRY)
                        .build();
    }

    /// The whole state. Cost: one scan of the line and of each line it inherits from.
    public StateMap all(Tx tx, StateRef ref) {
        StateMap cached = cache.getIfPresent(ref);
        if (cached != null) {
            return cached;
        }
        StateMap loaded = load(tx, ref);
        cache.put(ref, loaded);
        return loaded;
    }

    /// The event that holds a key; 0 when it is absent. Cost: at most 5 seeks.
    public long one(Tx tx, StateRef ref, long stateKey) {
        StateMap cached = cache.getIfPresent(ref);
        return cached == null
                ? repository.one(tx, ref.line(), ref.version(), stateKey)
                : cached.event(stateKey);
    }

    /// The keys whose event may differ between two states: exact for two versions of one line, else of whole states.
    public Set<Long> changedKeys(Tx tx, StateRef from, StateRef to) {
        if (from.line() == to.line()) {
            long low = Math.min(from.version(), to.version());
            long high = Math.max(from.version(), to.version());
            return new HashSet<>(repository.changedKeys(tx, from.line(), low, high));
        }
        Set<Long> changed = new HashSet<>();
        all(tx, from).forEachDifference(all(tx, to), (key, here, there) -> changed.add(key));
        return changed;
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
