package org.stoa.rooms.receipts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A room as a list of everything that happened, from which unread counts are found by walking all of it.
final class CountsModel {
    static final long MAIN = -1;

    /// An event of the room.
    static final class Happening {
        final long event;
        final long ord;
        final long thread;
        final boolean counted;
        final Set<Long> mentioned;
        final boolean mentionsRoom;
        boolean redacted;

        Happening(
                long event,
                long ord,
                long thread,
                boolean counted,
                Set<Long> mentioned,
                boolean mentionsRoom) {
            this.event = event;
            this.ord = ord;
            this.thread = thread;
            this.counted = counted;
            this.mentioned = mentioned;
            this.mentionsRoom = mentionsRoom;
        }

        boolean mentions(long user) {
            return mentionsRoom || mentioned.contains(user);
        }
    }

    private record Read(long user, long thread) {}

    final List<Happening> happenings = new ArrayList<>();
    private final Map<Read, Long> reads = new HashMap<>();
    private final Map<Long, Long> joined = new HashMap<>();

    void joined(long user, long ord) {
        joined.put(user, ord);
    }

    /// A receipt; 0 covers all threads. One to an older event changes nothing.
    void read(long user, long thread, long ord) {
        reads.merge(new Read(user, thread), ord, Math::max);
    }

    Unread unread(long user) {
        Map<Long, Unread.Counts> threads = new HashMap<>();
        Unread.Counts main = Unread.Counts.NONE;
        Set<Long> all = new HashSet<>();
        happenings.forEach(happening -> all.add(happening.thread));
        for (long thread : all) {
            Unread.Counts counts = walk(user, thread);
            if (thread == MAIN) {
                main = counts;
            } else if (!counts.isNone()) {
                threads.put(thread, counts);
            }
        }
        return new Unread(main, threads);
    }

    private Unread.Counts walk(long user, long thread) {
        long floor = Math.max(joined.getOrDefault(user, 0L), readUpTo(user, thread));
        long notifications = 0;
        long highlights = 0;
        for (Happening happening : happenings) {
            boolean isUnread = happening.thread == thread && happening.ord > floor;
            if (!isUnread || happening.redacted) {
                continue;
            }
            boolean isHighlight = happening.mentions(user);
            notifications += happening.counted || isHighlight ? 1 : 0;
            highlights += isHighlight ? 1 : 0;
        }
        return new Unread.Counts(notifications, highlights);
    }

    private long readUpTo(long user, long thread) {
        return Math.max(
                reads.getOrDefault(new Read(user, 0), 0L),
                reads.getOrDefault(new Read(user, thread), 0L));
    }
}
