package org.stoa.protocol.state;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The resolved state: which event holds each key that the states did not agree on, and each key that the resolution found
/// beside them. All other keys are as in every one of the states.
///
/// @param entries the event by number of the key; 0 when none holds it
/// @param considered the events that were decided about, by number: the full conflicted set; of no use for room version 1
public record Resolution(Map<Long, Long> entries, Set<Long> considered) {

    public Resolution {
        entries = Map.copyOf(entries);
        considered = Set.copyOf(considered);
    }

    /// Returns the resolution of states that are the same.
    static Resolution unchanged() {
        return new Resolution(Map.of(), Set.of());
    }

    /// Returns the resolution in which these events were chosen; what the states agreed on stays.
    static Resolution of(StateSets states, Map<Long, Long> chosen, Set<Long> considered) {
        Map<Long, Long> entries = new TreeMap<>();
        states.conflictedKeys().forEach(key -> entries.put(key, 0L));
        chosen.forEach(
                (key, event) -> {
                    if (states.unconflicted(key) == 0) {
                        entries.put(key, event);
                    }
                });
        return new Resolution(entries, considered);
    }

    /// Returns the event that holds the key after the resolution, 0 when none does.
    ///
    /// @param state any of the states that were resolved
    public long event(long key, StateSet state) {
        Long event = entries.get(key);
        return event != null ? event : state.event(key);
    }

    /// Whether the result is the same as this one of the states that were resolved.
    public boolean isSame(StateSet state) {
        return entries.entrySet().stream()
                .allMatch(entry -> state.event(entry.getKey()) == entry.getValue());
    }
}
