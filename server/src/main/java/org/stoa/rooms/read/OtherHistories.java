package org.stoa.rooms.read;

import java.time.Duration;
import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.head.Room;

/// What other servers have of the history of rooms. Thread-safe; blocks while they are asked.
public interface OtherHistories {
    /// Nobody has anything.
    OtherHistories NONE =
            new OtherHistories() {
                @Override
                public Filled fill(Room room, long gap, Duration patience) {
                    return Filled.NOTHING;
                }

                @Override
                public Optional<Found> nearest(
                        Room room, long ts, boolean forwards, Duration patience) {
                    return Optional.empty();
                }
            };

    /// What came of filling a gap.
    enum Filled {
        /// Events came; there may be more.
        MORE,
        /// Those who could be asked have nothing that can be used.
        NOTHING,
        /// Nobody could be asked, or it takes longer than the patience: whoever comes back may find more.
        LATER
    }

    /// An event that another server named.
    ///
    /// @param ts its time in milliseconds, as the other server says
    record Found(EventId eventId, long ts) {}

    /// Has events brought here that are missing below a place of a room's timeline.
    ///
    /// @param gap the place of the event above the gap
    /// @param patience how long to wait; what was begun goes on after that
    Filled fill(Room room, long gap, Duration patience);

    /// The event nearest to a time, in milliseconds, that another server knows.
    ///
    /// @param forwards whether it is at or after the time; else at or before it
    Optional<Found> nearest(Room room, long ts, boolean forwards, Duration patience);
}
