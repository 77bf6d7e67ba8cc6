package org.stoa.rooms.head;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// That not all of a room's state is known, but for most of its members, and which events were checked against what is.
/// Immutable; adding one costs the same however many there are.
public final class PartialState {
    /// Nothing was checked so far.
    public static final PartialState NEW = new PartialState(null);

    private final @Nullable Checked newest;

    private PartialState(@Nullable Checked newest) {
        this.newest = newest;
    }

    private record Checked(long event, @Nullable Checked before) {}

    /// The same with one more event.
    public PartialState with(long event) {
        return new PartialState(new Checked(event, newest));
    }

    /// The same with more events.
    public PartialState with(List<Long> events) {
        PartialState longer = this;
        for (long event : events) {
            longer = longer.with(event);
        }
        return longer;
    }

    /// Numbers of the events, oldest first.
    public List<Long> events() {
        List<Long> events = new ArrayList<>();
        for (@Nullable Checked each = newest; each != null; each = each.before()) {
            events.add(each.event());
        }
        return events.reversed();
    }
}
