package org.stoa.rooms.head;

import org.stoa.protocol.id.EventId;

/// A forward extremity: an accepted event that no accepted event names as a prev.
public record Extremity(long event, EventId eventId, long depth) {
    /// With more of them the current state waits for events that merge some.
    public static final int MAX_RESOLVED = 20;
}
