package org.stoa.storage.appservice;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Tx;

/// What happened in all rooms, for who follows it: events, invites to rooms that this server is not in, receipts.
public final class FollowRepository {

    /// A live event, by numbers.
    ///
    /// @param stateKey number of type and state key; 0 when it is no state event
    public record EventRow(
            long pos, long event, long room, long sender, long type, long stateKey) {}

    /// A membership of a local user of which the event has no place in the stream.
    public record OutsideRow(long pos, long event, long room, long user) {}

    /// A receipt.
    ///
    /// @param kind 0 `m.read`, 1 `m.read.private`
    /// @param thread 0 unthreaded, -1 main, else the number of the thread's root
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
    public record ReceiptRow(
            long pos,
            long room,
            long user,
            long kind,
            long thread,
            long ts,
            byte[] eventId,
            byte @Nullable [] threadRoot) {}

    /// Live events after a position and not after another, oldest first, at most `limit`.
    public List<EventRow> events(Tx tx, long from, long to, int limit) {
        return tx.list(
                """
                SELECT pos, event, room, sender, type, state_key FROM event
                WHERE pos IS NOT NULL AND pos > ? AND pos <= ?
                ORDER BY pos LIMIT ?
                """,
                row ->
                        new EventRow(
                                row.number(1),
                                row.number(2),
                                row.number(3),
                                row.number(4),
                                row.number(5),
                                row.number(6)),
                from,
                to,
                limit);
    }

    /// How many live events there are after a position, no further than to `limit`.
    public long count(Tx tx, long from, int limit) {
        return tx.one(
                        """
                        SELECT COUNT(*) FROM
                          (SELECT e.pos FROM event e WHERE e.pos IS NOT NULL AND e.pos > ? ORDER BY e.pos LIMIT ?)
                            AS first_events
                        """,
                        row -> row.number(1),
                        from,
                        limit)
                .orElse(0L);
    }

    /// Memberships of local users that changed after a position and not after another by events that are not live, such as an
    /// invite to a room of other servers; oldest first, at most `limit`.
    public List<OutsideRow> outside(Tx tx, long from, long to, int limit) {
        return tx.list(
                """
                SELECT m.pos, m.event, m.room, m.user_nid FROM local_membership m
                JOIN event e ON e.event = m.event
                WHERE m.pos > ? AND m.pos <= ? AND e.pos IS NULL
                ORDER BY m.pos LIMIT ?
                """,
                row -> new OutsideRow(row.number(1), row.number(2), row.number(3), row.number(4)),
                from,
                to,
                limit);
    }

    /// Receipts after a position and not after another, private ones too, newest first, at most `limit`.
    public List<ReceiptRow> receipts(Tx tx, long from, long to, int limit) {
        return tx.list(
                """
                SELECT r.pos, r.room, r.user_nid, r.kind, r.thread, r.ts, e.event_id, t.event_id
                FROM receipt r
                JOIN event e ON e.event = r.event
                LEFT JOIN event t ON t.event = r.thread
                WHERE r.pos IS NOT NULL AND r.pos > ? AND r.pos <= ? AND r.kind <= 1
                ORDER BY r.pos DESC LIMIT ?
                """,
                row ->
                        new ReceiptRow(
                                row.number(1),
                                row.number(2),
                                row.number(3),
                                row.number(4),
                                row.number(5),
                                row.number(6),
                                row.bytes(7),
                                row.bytesOrNull(8)),
                from,
                to,
                limit);
    }

    /// The users of this server that have or had to do with a room, in no order.
    public List<Long> localMembers(Tx tx, long room) {
        return tx.list(
                """
                SELECT m.user_nid FROM member m JOIN account a ON a.user_nid = m.user_nid
                WHERE m.room = ?
                """,
                row -> row.number(1),
                room);
    }
}
