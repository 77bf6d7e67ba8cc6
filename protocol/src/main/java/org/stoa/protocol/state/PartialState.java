package org.stoa.protocol.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// The state that a resolution builds up: what it has decided so far, over what it began with.
final class PartialState {

    private final LongUnaryOperator base;
    private final Map<Long, Long> decided = new HashMap<>();

    /// @param base the event that holds a key in the state that the resolution begins with; 0 when none does
    PartialState(LongUnaryOperator base) {
        this.base = base;
    }

    static PartialState empty() {
        return new PartialState(key -> 0);
    }

    /// Returns the event that holds the key; 0 when none does.
    long event(long key) {
        Long event = decided.get(key);
        return event != null ? event : base.applyAsLong(key);
    }

    void put(long key, long event) {
        decided.put(key, event);
    }

    void putAll(Map<Long, Long> entries) {
        decided.putAll(entries);
    }

    Map<Long, Long> decided() {
        return decided;
    }
}
