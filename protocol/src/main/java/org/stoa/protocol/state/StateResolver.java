package org.stoa.protocol.state;

import org.stoa.protocol.version.RoomRules;

/// Makes one state of several, as the room's version says. The result depends neither on the order of the states nor on the
/// numbers of events and keys.
///
/// Spec: rooms/v1#state-resolution, rooms/v2#state-resolution, rooms/v12#state-resolution (v1.19).
public final class StateResolver {

    private final RoomRules rules;
    private final AuthGraph graph;
    private final StateEvents source;

    /// @param graph has every event of the states and all that these reach
    public StateResolver(RoomRules rules, AuthGraph graph, StateEvents source) {
        this.rules = rules;
        this.graph = graph;
        this.source = source;
    }

    /// Returns the resolution of the states.
    public Resolution resolve(StateSets states) {
        if (states.areEqual()) {
            return Resolution.unchanged();
        }
        LoadedEvents events = new LoadedEvents(source);
        return switch (rules.stateResolution()) {
            case V1 -> new ResolutionV1(states, events).resolve();
            case V2, V2_1 -> new ResolutionV2(rules, states, graph, events).resolve();
        };
    }
}
