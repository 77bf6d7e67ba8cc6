package org.stoa.rooms.head;

import java.util.List;
import java.util.Set;
import org.stoa.rooms.state.StateMap;

/// The current state of a room as it was resolved last, and what has come since then that changes it in a way that is known without
/// resolving it again.
///
/// @param state the current state then, as far as events are checked against it
/// @param extremities the forward extremities of now
/// @param changed numbers of the keys that have changed since, of those that events are checked against
public record Standing(StateMap state, List<Extremity> extremities, Set<Long> changed) {
    public Standing {
        extremities = List.copyOf(extremities);
        changed = Set.copyOf(changed);
    }
}
