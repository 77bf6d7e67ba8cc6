package org.stoa.protocol.state;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// The states to resolve, parted into what they agree on and what they do not.
///
/// Spec: rooms/v2#definitions, "Unconflicted state map and conflicted state set" (v1.19).
public final class StateSets {

    private final List<StateSet> sets;

    /// For each key on which the states differ, the event in each of them, 0 where there is none; by number of the key.
    private final Map<Long, long[]> conflicts;

    private StateSets(List<StateSet> sets, Map<Long, long[]> conflicts) {
        this.sets = sets;
        this.conflicts = conflicts;
    }

    /// Returns the states, at least one, compared entry by entry. Cost: all entries of all states.
    public static StateSets of(List<? extends StateSet> states) {
        Map<Long, Integer> holders = new HashMap<>();
        for (StateSet state : states) {
            state.forEach((key, event) -> holders.merge(key, 1, Integer::sum));
        }
        return of(states, holders.keySet());
    }

    /// Returns the states, at least one, compared only on these keys, for callers who know on which they can differ: on
    /// all others each state must have the same event.
    public static StateSets of(
            List<? extends StateSet> states, Collection<Long> keysThatMayDiffer) {
        if (states.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one state");
        }
        Map<Long, long[]> conflicts = new TreeMap<>();
        for (Long key : keysThatMayDiffer) {
            long[] events = states.stream().mapToLong(state -> state.event(key)).toArray();
            if (Arrays.stream(events).anyMatch(event -> event != events[0])) {
                conflicts.put(key, events);
            }
        }
        return new StateSets(List.copyOf(states), conflicts);
    }

    /// Whether all states are the same.
    public boolean areEqual() {
        return conflicts.isEmpty();
    }

    List<StateSet> all() {
        return sets;
    }

    /// Returns the keys on which the states differ, by number.
    Set<Long> conflictedKeys() {
        return conflicts.keySet();
    }

    /// Returns the event of each state for a key on which they differ.
    long[] events(long key) {
        return conflicts.getOrDefault(key, new long[0]);
    }

    /// Returns the different events that hold the key in some state; empty for a key on which the states agree.
    Set<Long> candidates(long key) {
        Set<Long> events = new HashSet<>();
        Arrays.stream(events(key)).filter(event -> event != 0).forEach(events::add);
        return events;
    }

    /// Returns the entry of the unconflicted state map, which has what is the same in every state; 0 when it has none.
    long unconflicted(long key) {
        return conflicts.containsKey(key) ? 0 : sets.getFirst().event(key);
    }

    /// Visits the unconflicted state map.
    void forEachUnconflicted(StateSet.EntryConsumer consumer) {
        LongPredicate agreed = key -> !conflicts.containsKey(key);
        sets.getFirst()
                .forEach(
                        (key, event) -> {
                            if (agreed.test(key)) {
                                consumer.accept(key, event);
                            }
                        });
    }

    /// Returns the conflicted state set: the events, in any of the states, of the keys on which they differ.
    Set<Long> conflictedEvents() {
        Set<Long> events = new HashSet<>();
        conflicts.keySet().forEach(key -> events.addAll(candidates(key)));
        return events;
    }
}
