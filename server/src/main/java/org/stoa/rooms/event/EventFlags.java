package org.stoa.rooms.event;

/// Bits of the column `event.flags`.
public final class EventFlags {
    /// Failed the authorisation rules; kept so that it is not asked for again.
    public static final long REJECTED = 1;

    /// Passed at its own place in the graph, but not against the current state.
    public static final long SOFT_FAILED = 2;

    /// Known without its place in the timeline (auth chains, state of a join).
    public static final long OUTLIER = 4;

    /// Known by name only.
    public static final long MISSING = 8;

    /// An accepted event names it as a prev, directly or through soft-failed or rejected events.
    public static final long HAS_CHILD = 16;

    /// Its content was redacted.
    public static final long REDACTED = 32;

    /// Stored while the members of its room were not all known, which they never were: this server left before. Whoever may
    /// see it is told by the state that is stored with it, but nothing is concluded from that state any more.
    public static final long PARTIAL = 64;

    /// Counts as unread for users without rules of their own.
    public static final long COUNTED = 128;

    /// Mentions somebody, or everybody.
    public static final long MENTIONS = 256;

    /// Came alone, with an invite or a knock for a room that this server is not in: not checked against its auth events,
    /// which were not here.
    public static final long OUT_OF_BAND = 1 << 12;

    /// Other servers in the room hear of it from this one: it was made here, or its server let this one pass it on.
    public static final long FOR_OTHERS = 1 << 13;

    private EventFlags() {}
}
