package org.stoa.storage.receipts;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.Tx;

/// The running totals of counted events, and the few rows that correct them: redacted ones and mentions.
///
/// A thread is the number of its root, or -1 for the main timeline.
public final class CountRepository {
    /// `event.flags` bit of an event that counts as unread.
    private static final int COUNTED = 128;

    /// A thread with the place of its newest event.
    public record LastOfThread(long root, long lastOrd) {}

    /// An event that mentions a user, or everybody.
    ///
    /// @param extra the event itself is not counted
    public record Mention(long thread, long ord, boolean extra) {}

    /// Returns the total of the main timeline after the newest event of the room.
    public long mainTotal(Tx tx, long room) {
        return tx.one(
                        """
                        SELECT counted_main FROM event
                        WHERE room = ? AND ord IS NOT NULL
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room)
                .orElse(0L);
    }

    /// Returns the position of the newest event of a room; 0 when there is none.
    public long newest(Tx tx, long room) {
        return tx.one(
                        """
                        SELECT pos FROM event
                        WHERE room = ? AND ord IS NOT NULL
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room)
                .orElse(0L);
    }

    /// Returns the total of the main timeline after the newest event at or below a place; where no event is kept so far
    /// down, the total before the oldest that is.
    public long mainTotalAt(Tx tx, long room, long ord) {
        Optional<Long> below =
                tx.one(
                        """
                        SELECT counted_main FROM event
                        WHERE room = ? AND ord <= ?
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        ord);
        return below.orElseGet(
                () ->
                        tx.one(
                                        """
                                        SELECT counted_main, flags, thread FROM event
                                        WHERE room = ? AND ord IS NOT NULL
                                        ORDER BY ord LIMIT 1
                                        """,
                                        row ->
                                                row.number(1)
                                                        - (row.number(3) == 0
                                                                ? own(row.number(2))
                                                                : 0),
                                        room)
                                .orElse(0L));
    }

    /// Returns the total of a thread after its newest event.
    public long threadTotal(Tx tx, long room, long root) {
        return tx.one(
                        """
                        SELECT counted_thread FROM event
                        WHERE room = ? AND thread = ? AND ord IS NOT NULL
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        root)
                .orElse(0L);
    }

    /// Returns the total of a thread after its newest event at or below a place; where none is kept so far down, the
    /// total before the oldest that is.
    public long threadTotalAt(Tx tx, long room, long root, long ord) {
        Optional<Long> below =
                tx.one(
                        """
                        SELECT counted_thread FROM event
                        WHERE room = ? AND thread = ? AND ord <= ?
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        root,
                        ord);
        return below.orElseGet(
                () ->
                        tx.one(
                                        """
                                        SELECT counted_thread, flags FROM event
                                        WHERE room = ? AND thread = ? AND ord IS NOT NULL
                                        ORDER BY ord LIMIT 1
                                        """,
                                        row -> row.number(1) - own(row.number(2)),
                                        room,
                                        root)
                                .orElse(0L));
    }

    /// Returns the threads with an event above a place.
    public List<LastOfThread> threadsAbove(Tx tx, long room, long ord) {
        return tx.list(
                """
                SELECT root, last_ord FROM thread
                WHERE room = ? AND last_ord > ?
                """,
                row -> new LastOfThread(row.number(1), row.number(2)),
                room,
                ord);
    }

    /// Returns the place of the first event of a thread above a place; the largest number when there is none.
    public long firstAbove(Tx tx, long room, long root, long ord) {
        return tx.one(
                        """
                        SELECT ord FROM event
                        WHERE room = ? AND thread = ? AND ord > ?
                        ORDER BY ord LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        root,
                        ord)
                .orElse(Long.MAX_VALUE);
    }

    /// Returns how many counted events of a thread above a place were redacted.
    public long uncountedAbove(Tx tx, long room, long thread, long ord) {
        return tx.one(
                        "SELECT COUNT(*) FROM uncounted WHERE room = ? AND thread = ? AND ord > ?",
                        row -> row.number(1),
                        room,
                        thread,
                        ord)
                .orElse(0L);
    }

    /// Returns the events above a place that mention the user or everybody, each once.
    public List<Mention> mentionsAbove(Tx tx, long room, long user, long ord) {
        return tx.list(
                """
                SELECT thread, ord, MAX(extra) FROM mention
                WHERE room = ? AND user_nid IN (0, ?) AND ord > ?
                GROUP BY thread, ord
                """,
                row -> new Mention(row.number(1), row.number(2), row.flag(3)),
                room,
                user,
                ord);
    }

    private static long own(long flags) {
        return (flags & COUNTED) == 0 ? 0 : 1;
    }
}
