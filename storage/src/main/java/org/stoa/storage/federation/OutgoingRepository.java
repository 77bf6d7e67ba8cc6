package org.stoa.storage.federation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The events that other servers hear of from this one (flag 8192), and which servers those are.
public final class OutgoingRepository {
    /// An event that others hear of.
    ///
    /// @param sender number of the user
    public record Outgoing(long event, long pos, long room, long sender) {}

    /// A server was in a room for the events above `since`, up to and with `until`.
    ///
    /// @param until null while it is there
    public record Stay(long room, long server, long since, @Nullable Long until) {
        /// Whether the server is in the room for what stands at a position.
        public boolean contains(long pos) {
            return since < pos && (until == null || pos <= until);
        }
    }

    /// A server has to be told of the event at a position although it has no stay in the room.
    public record Owed(long server, long pos) {}

    /// The events of all rooms after a position and not after another, oldest first.
    public List<Outgoing> between(Tx tx, long from, long to, int limit) {
        return tx.list(
                """
                SELECT event, pos, room, sender FROM event
                WHERE pos IS NOT NULL AND pos > ? AND pos <= ? AND (flags & 8192) <> 0
                ORDER BY pos LIMIT ?
                """,
                OutgoingRepository::outgoing,
                from,
                to,
                limit);
    }

    /// The stays of all servers in rooms, but for those that ended before a position.
    public List<Stay> stays(Tx tx, long[] rooms, long from) {
        return tx.list(
                """
                SELECT room, server, since, until FROM room_server
                WHERE room = ANY(?) AND (until IS NULL OR until >= ?)
                """,
                row ->
                        new Stay(
                                row.number(1), row.number(2), row.number(3), row.numberOrNull(4)),
                rooms,
                from);
    }

    /// What is owed after a position and not after another.
    public List<Owed> owed(Tx tx, long from, long to) {
        return tx.list(
                "SELECT server, pos FROM owed WHERE pos > ? AND pos <= ?",
                row -> new Owed(row.number(1), row.number(2)),
                from,
                to);
    }

    /// Counts the events inside a server's stays after a position and not after another, no further than to `limit`.
    public long countMissed(Tx tx, long server, long from, long to, int limit) {
        return tx.one(
                        """
                        SELECT COUNT(*) FROM (
                            SELECT e.event FROM room_server s JOIN event e ON e.room = s.room
                            WHERE s.server = ? AND (s.until IS NULL OR s.until > ?)
                              AND e.pos > ? AND e.pos <= ? AND (e.flags & 8192) <> 0
                              AND e.pos > s.since AND (s.until IS NULL OR e.pos <= s.until)
                            LIMIT ?) AS first_missed
                        """,
                        row -> row.number(1),
                        server,
                        from,
                        from,
                        to,
                        limit)
                .orElse(0L);
    }

    /// The events inside a server's stays after a position and not after another, oldest first.
    public List<Outgoing> missed(Tx tx, long server, long from, long to, int limit) {
        return tx.list(
                """
                SELECT e.event, e.pos, e.room, e.sender
                FROM room_server s JOIN event e ON e.room = s.room
                WHERE s.server = ? AND (s.until IS NULL OR s.until > ?)
                  AND e.pos > ? AND e.pos <= ? AND (e.flags & 8192) <> 0
                  AND e.pos > s.since AND (s.until IS NULL OR e.pos <= s.until)
                ORDER BY e.pos LIMIT ?
                """,
                OutgoingRepository::outgoing,
                server,
                from,
                from,
                to,
                limit);
    }

    /// The newest event of each of a server's stays after a position and not after another, oldest first.
    public List<Outgoing> newestMissed(Tx tx, long server, long from, long to, int limit) {
        return tx.list(
                """
                SELECT e.event, e.pos, e.room, e.sender
                FROM (SELECT (SELECT MAX(x.pos) FROM event x
                              WHERE x.room = s.room AND (x.flags & 8192) <> 0
                                AND x.pos > ? AND x.pos <= ?
                                AND x.pos > s.since AND (s.until IS NULL OR x.pos <= s.until)) AS pos
                      FROM room_server s
                      WHERE s.server = ? AND (s.until IS NULL OR s.until > ?)) AS newest
                JOIN event e ON e.pos = newest.pos
                WHERE e.pos IS NOT NULL
                ORDER BY e.pos LIMIT ?
                """,
                OutgoingRepository::outgoing,
                from,
                to,
                server,
                from,
                limit);
    }

    /// The events that are owed to a server after a position and not after another, oldest first.
    public List<Outgoing> owedTo(Tx tx, long server, long from, long to, int limit) {
        return tx.list(
                """
                SELECT e.event, e.pos, e.room, e.sender FROM owed o JOIN event e ON e.pos = o.pos
                WHERE o.server = ? AND o.pos > ? AND o.pos <= ? AND e.pos IS NOT NULL
                ORDER BY o.pos LIMIT ?
                """,
                OutgoingRepository::outgoing,
                server,
                from,
                to,
                limit);
    }

    /// The servers that share a room with a user, at most so many, without one of them.
    public List<Long> sharing(Tx tx, long user, long without, int limit) {
        return tx.list(
                """
                SELECT DISTINCT s.server
                FROM member m JOIN room_server s ON s.room = m.room AND s.until IS NULL
                WHERE m.user_nid = ? AND m.membership = 2 AND s.server <> ?
                LIMIT ?
                """,
                row -> row.number(1),
                user,
                without,
                limit);
    }

    /// Says that a server was told all that it was owed up to a position.
    public void deleteOwed(WriteTx tx, long server, long upTo) {
        tx.update("DELETE FROM owed WHERE server = ? AND pos <= ?", server, upTo);
    }

    private static Outgoing outgoing(ResultRow row) {
        return new Outgoing(row.number(1), row.number(2), row.number(3), row.number(4));
    }
}
