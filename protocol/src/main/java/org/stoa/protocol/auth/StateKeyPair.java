package org.stoa.protocol.auth;

import org.stoa.protocol.event.Event;

/// What names an entry of a room's state.
public record StateKeyPair(String type, String key) {

    /// Returns the entry that a state event makes.
    ///
    /// @throws IllegalArgumentException when it is not a state event
    public static StateKeyPair of(Event event) {
        return new StateKeyPair(
                event.type(),
                event.stateKey()
                        .orElseThrow(() -> new IllegalArgumentException("Expected a state event")));
    }
}
