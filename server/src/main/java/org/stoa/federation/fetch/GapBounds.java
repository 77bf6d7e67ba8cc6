package org.stoa.federation.fetch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;

/// How much may be fetched for the state at a gap: some times what the room has, which is what an honest server would give, and not
/// without end for one event after the other. Whoever is in a room can send events that follow what nobody has, and name any state
/// for them; a join, which somebody here has asked for, is bounded by the operator alone. Thread-safe.
///
/// Spec: server-server-api#retrieving-events (v1.19).
final class GapBounds implements StateBounds {
    /// How much larger a state may be than what is known. A room may have grown while this server was away.
    private static final int TIMES = 4;

    /// Events that any state may have with its auth chain, so that a small room may have become a large one meanwhile.
    static final int FEW = 25_000;

    /// An event of a state has less than half of that on average.
    static final long BYTES_OF_EVENT = 2 << 10;

    /// States of the largest size that a server gives for a room in an hour. Usually nearly all of a state is here, and what comes
    /// is a list of ids.
    private static final int LARGEST_AN_HOUR = 2;

    private static final Duration HOUR = Duration.ofHours(1);

    /// Rooms and servers that are remembered: those that gave something last.
    private static final int MAX_REMEMBERED = 10_000;

    private final Time time;
    private final Map<Source, Spent> spent =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Source, Spent> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    GapBounds(Time time) {
        this.time = time;
    }

    private record Source(long room, ServerName peer) {}

    /// @param since when the hour began, in nanoseconds
    private record Spent(long since, long bytes) {}

    @Override
    public Bound of(Room room, ServerName peer) {
        RoomHead head = room.visible().head();
        if (head.isPartial()) {
            // What is known of it says nothing yet.
            return Bound.NONE;
        }
        // All that can be an auth event has a number of its own.
        long known = head.state().size() + head.nextAuthNo();
        long ids = FEW + TIMES * known;
        long bytes = ids * BYTES_OF_EVENT;
        long left = LARGEST_AN_HOUR * bytes - spent(new Source(room.nid(), peer));
        return new Bound(ids, Math.min(bytes, left), known);
    }

    private synchronized long spent(Source source) {
        Spent known = spent.get(source);
        return known == null || isOver(known) ? 0 : known.bytes();
    }

    @Override
    public synchronized void spent(Room room, ServerName peer, long bytes) {
        spent.compute(
                new Source(room.nid(), peer),
                (source, known) ->
                        known == null || isOver(known)
                                ? new Spent(time.nanoTime(), bytes)
                                : new Spent(known.since(), known.bytes() + bytes));
    }

    private boolean isOver(Spent known) {
        return time.nanoTime() - known.since() > HOUR.toNanos();
    }
}
