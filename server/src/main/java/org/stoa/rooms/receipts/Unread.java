package org.stoa.rooms.receipts;

import java.util.HashMap;
import java.util.Map;

/// What a user has not read in a room.
///
/// @param main of the main timeline
/// @param threads of each thread with anything unread, by the number of its root
public record Unread(Counts main, Map<Long, Counts> threads) {

    /// Nothing unread.
    public static final Unread NONE = new Unread(Counts.NONE, Map.of());

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

    /// Counts events one by one. For one thread at a time.
    static final class Builder {
        private Counts main = Counts.NONE;
        private final Map<Long, Counts> threads = new HashMap<>();

        /// Adds an event that notifies.
        ///
        /// @param thread number of the thread's root, or -1 for main
        void add(long thread, boolean highlight) {
            Counts one = new Counts(1, highlight ? 1 : 0);
            if (thread == ReceiptThreads.MAIN) {
                main = main.plus(one);
            } else {
                threads.merge(thread, one, Counts::plus);
            }
        }

        Unread build() {
            return new Unread(main, threads);
        }
    }

    /// The same with one more event that notifies.
    ///
    /// @param thread number of the thread's root; 0 for main
    Unread withOneMore(long thread) {
        Counts one = new Counts(1, 0);
        if (thread == 0) {
            return new Unread(main.plus(one), threads);
        }
        Map<Long, Counts> more = new HashMap<>(threads);
        more.merge(thread, one, Counts::plus);
        return new Unread(main, more);
    }

    /// The same after a thread was read.
    ///
    /// @param thread number of the thread's root; 0 for main
    Unread without(long thread) {
        if (thread == 0) {
            return new Unread(Counts.NONE, threads);
        }
        Map<Long, Counts> less = new HashMap<>(threads);
        less.remove(thread);
        return new Unread(main, less);
    }

    /// The sum over main and all threads.
    public Counts total() {
        return threads.values().stream().reduce(main, Counts::plus);
    }
}
