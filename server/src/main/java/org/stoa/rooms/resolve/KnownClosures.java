package org.stoa.rooms.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.state.AuthClosure;
import org.stoa.protocol.state.AuthGraph;
import org.stoa.protocol.state.CountedClosure;
import org.stoa.protocol.state.StateSet;
import org.stoa.rooms.state.StateMap;

/// What the states of one room reach in its auth graph. It is known of the state that was resolved last; those that are resolved
/// next differ little from it, and only the difference is followed. Under the room's lock only.
final class KnownClosures {
    /// More than this may as well be worked out from the whole state.
    private static final int MOST_CHANGES = 20_000;

    private final AuthGraph graph;
    private StateMap state = StateMap.EMPTY;
    private @Nullable CountedClosure counted;

    KnownClosures(AuthGraph graph) {
        this.graph = graph;
    }

    /// What a state reaches. Cost: its differences from the one that is known, or all of it.
    AuthClosure of(StateMap wanted, StateSet entries) {
        List<CountedClosure.Change> changes = changes(wanted);
        if (counted == null || changes.size() > MOST_CHANGES) {
            counted = CountedClosure.of(entries, graph);
            state = wanted;
            changes = List.of();
        }
        return counted.after(changes);
    }

    /// Says which state those that come next differ little from.
    void expect(StateMap next) {
        List<CountedClosure.Change> changes = changes(next);
        if (counted != null && changes.size() <= MOST_CHANGES) {
            counted.move(changes);
            state = next;
        }
    }

    long bytes() {
        return counted == null ? 0 : counted.bytes();
    }

    private List<CountedClosure.Change> changes(StateMap wanted) {
        List<CountedClosure.Change> changes = new ArrayList<>();
        wanted.forEachDifference(
                state,
                (key, event, replaced) -> {
                    if (changes.size() <= MOST_CHANGES) {
                        changes.add(new CountedClosure.Change(event, replaced));
                    }
                });
        return changes;
    }
}
