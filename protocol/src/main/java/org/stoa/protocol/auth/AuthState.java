package org.stoa.protocol.auth;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;

/// The state of a room that an event is checked against.
@FunctionalInterface
public interface AuthState {

    /// Returns the state event of this type and state key, null when there is none. The create event is always part of
    /// it, also in room versions where events do not name it; a rejected event never is.
    @Nullable Event get(String type, String stateKey);

    /// Returns the state that these state events make; of two with the same key the later counts.
    static AuthState of(Collection<Event> events) {
        Map<StateKeyPair, Event> byKey = HashMap.newHashMap(events.size());
        for (Event event : events) {
            byKey.put(StateKeyPair.of(event), event);
        }
        return (type, stateKey) -> byKey.get(new StateKeyPair(type, stateKey));
    }
}
