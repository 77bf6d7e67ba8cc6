package org.stoa.rooms.receipts;

import java.util.Map;

/// What a user has not read in a room.
///
/// @param main of the main timeline
/// @param threads of each thread with anything unread, by the number of its root
public record Unread(Counts main, Map<Long, Counts> threads) {

    public Unread {
        threads = Map.copyOf(threads);
    }

    /// How many events notify, and how many of them are highlighted.
    public record Counts(long notifications, long highlights) {
        /// Nothing unread.
        public static final Counts NONE = new Counts(0, 0);

        /// Both together.
        public Counts plus(Counts other) {
            return new Counts(notifications + other.notifications, highlights + other.highlights);
        }

        /// Whether nothing is unread.
        public boolean isNone() {
            return notifications == 0 && highlights == 0;
        }
    }

    /// The sum over main and all threads.
    public Counts total() {
        return threads.values().stream().reduce(main, Counts::plus);
    }
}
