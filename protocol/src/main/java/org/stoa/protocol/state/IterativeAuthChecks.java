package org.stoa.protocol.state;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.version.RoomRules;

/// Builds up a state from a sorted list of events: each is put in if the authorisation rules allow it in the state so far.
///
/// Spec: rooms/v2#definitions, "Iterative auth checks" (v1.19).
final class IterativeAuthChecks {

    private final RoomRules rules;
    private final AuthGraph graph;
    private final LoadedEvents events;

    IterativeAuthChecks(RoomRules rules, AuthGraph graph, LoadedEvents events) {
        this.rules = rules;
        this.graph = graph;
        this.events = events;
    }

    /// @param sorted numbers of events in the graph, all of which are here
    void apply(int[] sorted, PartialState state) {
        for (int number : sorted) {
            long id = graph.event(number);
            Event event = events.require(id);
            if (AuthRules.check(event, (type, key) -> find(number, type, key, state)).isAllowed()) {
                state.put(events.stateKey(event), id);
            }
        }
    }

    /// Returns what the state so far has, else what the event itself names, unless that was rejected.
    private @Nullable Event find(int number, String type, String key, PartialState state) {
        long holder = state.event(events.stateKey(type, key));
        Event held = holder == 0 ? null : events.orNull(holder);
        return held != null ? held : authEvent(number, type, key);
    }

    private @Nullable Event authEvent(int number, String type, String key) {
        for (int i = 0; i < graph.authCount(number); i++) {
            StateEvent auth = events.find(graph.event(graph.auth(number, i))).orElse(null);
            if (auth != null && auth.event().isState(type, key) && !auth.rejected()) {
                return auth.event();
            }
        }
        // The room id names the create event where `auth_events` do not.
        boolean implied =
                rules.roomIdFromCreate() && type.equals(EventTypes.CREATE) && key.isEmpty();
        return implied ? events.create() : null;
    }
}
