package org.stoa.rooms.head;

import java.util.Set;
import org.stoa.rooms.state.StateAfter;
import org.stoa.rooms.state.StateMap;

/// What the states after the extremities of a room were resolved to last.
///
/// @param afters the states
/// @param state the result
/// @param considered what was decided about
/// @param contents what the contents of state events were then: {@link Room#stateContents}
public record Frontier(
        Set<StateAfter> afters, StateMap state, Considered considered, Object contents) {
    public Frontier {
        afters = Set.copyOf(afters);
    }
}
