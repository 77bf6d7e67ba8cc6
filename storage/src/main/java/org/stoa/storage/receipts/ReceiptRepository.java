package org.stoa.storage.receipts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;

/// The table `receipt`: how far each user has read, one row per room, user, kind and thread.
///
/// Kinds: 0 `m.read`, 1 `m.read.private`, 2 `sent`, which is ours and never served. Threads: 0 unthreaded, -1 main, else
/// the number of the thread's root.
public final class ReceiptRepository {
    private static final String SERVED =
            """
            SELECT r.user_nid, r.kind, r.thread, r.ts, e.event_id, t.event_id
            FROM receipt r
            JOIN event e ON e.event = r.event
            LEFT JOIN event t ON t.event = r.thread
            """;

    /// A receipt as it is served.
    ///
    /// @param eventId the event that was read, in stored form
    /// @param threadRoot id of the thread's root in stored form; null for unthreaded and main
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a client, never compared
    public record ServedReceipt(
            long user,
            long kind,
            long thread,
            long ts,
            byte[] eventId,
            byte @Nullable [] threadRoot) {}

    /// How far a user has read in one thread, whatever the kind.
    public record Floor(long thread, long ord) {}

    /// Returns the place of a user's receipt; empty when there is none.
    public OptionalLong ord(Tx tx, long room, long user, long kind, long thread) {
        return optional(
                tx.one(
                        """
                        SELECT ord FROM receipt
                        WHERE room = ? AND user_nid = ? AND kind = ? AND thread = ?
                        """,
                        row -> row.number(1),
                        room,
                        user,
                        kind,
                        thread));
    }

    /// Whether a user has sent an event above a place of a room.
    public boolean hasSentAbove(Tx tx, long room, long user, long ord) {
        return tx.one(
                        """
                        SELECT 1 FROM receipt
                        WHERE room = ? AND user_nid = ? AND kind = 2 AND ord > ?
                        LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        user,
                        ord)
                .isPresent();
    }

    /// Returns for each thread, and for 0 (unthreaded), how far a user has read by any kind of receipt.
    public List<Floor> floors(Tx tx, long room, long user) {
        return tx.list(
                """
                SELECT thread, MAX(ord) FROM receipt
                WHERE room = ? AND user_nid = ? AND kind <= 2
                GROUP BY thread
                """,
                row -> new Floor(row.number(1), row.number(2)),
                room,
                user);
    }

    /// Returns the receipts of a room that changed after `from` and not after `to`, as a reader may see them: all public
    /// ones, and his own private ones; in the order of their positions.
    public List<ServedReceipt> changed(Tx tx, long room, long reader, long from, long to) {
        return tx.list(
                SERVED
                        + """
                        WHERE r.room = ? AND r.pos > ? AND r.pos <= ?
                          AND (r.kind = 0 OR (r.kind = 1 AND r.user_nid = ?))
                        ORDER BY r.pos
                        """,
                ReceiptRepository::served,
                room,
                from,
                to,
                reader);
    }

    /// Returns the rooms in which a user's private receipts changed after `from` and not after `to`.
    public List<Long> roomsOfPrivate(Tx tx, long user, long from, long to) {
        return tx.list(
                """
                SELECT DISTINCT room FROM receipt
                WHERE user_nid = ? AND kind = 1 AND pos > ? AND pos <= ?
                """,
                row -> row.number(1),
                user,
                from,
                to);
    }

    /// Returns when a user last sent an event to one of his rooms, in milliseconds; empty when he never did.
    public OptionalLong lastSent(Tx tx, long user) {
        return optional(
                tx.one(
                                """
                                SELECT MAX(r.ts) FROM local_membership m
                                JOIN receipt r ON r.room = m.room AND r.user_nid = m.user_nid AND r.kind = 2
                                WHERE m.user_nid = ?
                                """,
                                row -> row.number(1),
                                user)
                        .filter(ts -> ts > 0));
    }

    private static ServedReceipt served(ResultRow row) {
        return new ServedReceipt(
                row.number(1),
                row.number(2),
                row.number(3),
                row.number(4),
                row.bytes(5),
                row.bytesOrNull(6));
    }

    private static OptionalLong optional(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }
}
