package org.stoa.protocol.state;

import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.StateResolution;

/// State resolution of room versions 2 to 11, and what version 12 changed in it. One object is one resolution.
///
/// Spec: rooms/v2#algorithm, rooms/v12#algorithm (v1.19).
final class ResolutionV2 {

    private final RoomRules rules;
    private final StateSets states;
    private final AuthGraph graph;
    private final LoadedEvents events;

    ResolutionV2(RoomRules rules, StateSets states, AuthGraph graph, LoadedEvents events) {
        this.rules = rules;
        this.states = states;
        this.graph = graph;
        this.events = events;
    }

    Resolution resolve() {
        BitSet full = fullConflictedSet();
        IterativeAuthChecks checks = new IterativeAuthChecks(rules, graph, events);
        // 1. Select the power events in the full conflicted set, enlarge them by what of it is in
        // their auth chains, and sort by the reverse topological power ordering.
        BitSet power = withAuthChains(powerEvents(full), full);
        int[] sorted = new PowerOrdering(rules, graph, events).sort(power);
        // 2. Apply the iterative auth checks to get a partially resolved state.
        PartialState state = initialState();
        checks.apply(sorted, state);
        // 3. Order what remains by the mainline ordering based on the power levels in that state.
        BitSet rest = (BitSet) full.clone();
        rest.andNot(power);
        int[] remaining = mainlineOrdering(state).sort(rest);
        // 4. Apply the iterative auth checks to these.
        checks.apply(remaining, state);
        // 5. What is in the unconflicted state map stays as it is there.
        return Resolution.of(states, state.decided(), events(full));
    }

    private Set<Long> events(BitSet numbers) {
        return numbers.stream().mapToObj(graph::event).collect(Collectors.toSet());
    }

    /// The full conflicted set: the conflicted state set, the auth difference and, since version 12, the conflicted state
    /// subgraph. Without events that are not here.
    private BitSet fullConflictedSet() {
        BitSet conflicted = conflictedStateSet();
        BitSet full = AuthDifference.of(states, graph);
        full.or(conflicted);
        if (isRevised()) {
            full.or(graph.between(conflicted));
        }
        events.prepareWithAuthEvents(full, graph);
        for (int number : full.stream().toArray()) {
            if (events.find(graph.event(number)).isEmpty()) {
                full.clear(number);
            }
        }
        return full;
    }

    private BitSet conflictedStateSet() {
        BitSet conflicted = new BitSet();
        states.conflictedEvents().forEach(event -> conflicted.set(graph.require(event)));
        return conflicted;
    }

    private BitSet powerEvents(BitSet full) {
        BitSet power = new BitSet();
        full.stream()
                .filter(number -> PowerEvents.isPowerEvent(events.require(graph.event(number))))
                .forEach(power::set);
        return power;
    }

    /// Returns the power events and what of the full conflicted set they reach over auth events that are all in it. The text
    /// has the whole auth chain, also where it leads there over other events; Synapse stops at these, and rooms would part from
    /// it: docs/adr/0019.
    private BitSet withAuthChains(BitSet power, BitSet full) {
        BitSet chains = (BitSet) power.clone();
        graph.closeWithin(chains, full);
        return chains;
    }

    /// Returns the state that the iterative auth checks start from: the unconflicted state map, and since version 12 an
    /// empty one.
    private PartialState initialState() {
        return isRevised() ? PartialState.empty() : new PartialState(states::unconflicted);
    }

    private MainlineOrdering mainlineOrdering(PartialState state) {
        long levels = state.event(events.stateKey(EventTypes.POWER_LEVELS, ""));
        return new MainlineOrdering(graph, events, levels == 0 ? -1 : graph.require(levels));
    }

    private boolean isRevised() {
        return rules.stateResolution() == StateResolution.V2_1;
    }
}
