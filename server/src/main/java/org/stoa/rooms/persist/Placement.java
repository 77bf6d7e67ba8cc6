package org.stoa.rooms.persist;

import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;

/// Where an event comes to stand in its room.
///
/// @param number the event's number
/// @param ord its place in the timeline; 0 for none
/// @param before where the state before it is stored; null when that is not known
/// @param state that state; empty when it is not known
/// @param flags bits of {@link EventFlags} that it has from the start
/// @param authNo its number in the auth graph, when it had one before; 0 for none
public record Placement(
        Kind kind,
        long number,
        long ord,
        @Nullable StateRef before,
        StateMap state,
        long flags,
        long authNo) {

    /// What the checks made of an event, and how it came.
    public enum Kind {
        /// Accepted, and new: clients are told.
        LIVE(0),
        /// Accepted, from before this server was there.
        HISTORY(0),
        /// Accepted at its own place, but not against the current state.
        SOFT_FAILED(EventFlags.SOFT_FAILED),
        /// Not accepted.
        REJECTED(EventFlags.REJECTED),
        /// Known without its place.
        OUTLIER(EventFlags.OUTLIER);

        private final long flags;

        Kind(long flags) {
            this.flags = flags;
        }
    }

    public Placement {
        flags |= kind.flags;
    }

    /// An event that follows all that is there.
    static Placement onTip(long number, RoomHead head) {
        return new Placement(
                Kind.LIVE, number, head.lastOrd() + 1, head.stateRef(), head.state(), 0, 0);
    }

    /// The same for an event that its auth events do not allow.
    public Placement rejected() {
        return with(EventFlags.REJECTED);
    }

    /// The same with more flags.
    public Placement with(long more) {
        return new Placement(kind, number, ord, before, state, flags | more, authNo);
    }

    /// Whether the event belongs into the auth graph: it was not rejected, and its auth events are there.
    boolean isInGraph() {
        return (flags & (EventFlags.REJECTED | EventFlags.OUT_OF_BAND)) == 0;
    }
}
