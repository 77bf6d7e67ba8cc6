package org.stoa.storage.federation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The events that other servers hear of from this one (flag 8192), and which servers those are.
public final class OutgoingRepository {
    /// Pairs, so that no planner walks through the positions of all rooms.
    private static final String MISSED =
            """
            FROM room_server s JOIN event e
              ON (e.room, e.pos) > (s.room, CASE WHEN s.since > ? THEN s.since ELSE ? END)
             AND (e.room, e.pos) <= (s.room, CASE WHEN s.until < ? THEN s.until ELSE ? END)
             AND (e.flags & 8192) <> 0
            WHERE s.server = ? AND (s.until IS NULL OR s.until > ?)
            """;

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
                row -> new Stay(row.number(1), row.number(2), row.number(3), row.numberOrNull(4)),
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
                        "SELECT COUNT(*) FROM (SELECT e.event " + MISSED + " LIMIT ?) AS missed",
                        row -> row.number(1),
                        from,
                        from,
                        to,
                        to,
                        server,
                        from,
                        limit)
                .orElse(0L);
    }

    /// The events inside a server's stays after a position and not after another, oldest first.
    public List<Outgoing> missed(Tx tx, long server, long from, long to, int limit) {
        return tx.list(
                "SELECT e.event, e.pos, e.room, e.sender " + MISSED + " ORDER BY e.pos LIMIT ?",
                OutgoingRepository::outgoing,
                from,
                from,
                to,
                to,
                server,
                from,
                limit);
    }

    /// The newest event of each of a server's stays after a position and not after another, oldest first.
    public List<Outgoing> newestMissed(Tx tx, long server, long from, long to, int limit) {
        long[] newest =
                tx
                        .list(
                                """
                                SELECT (SELECT MAX(x.pos) FROM event x
                                        WHERE x.room = s.room AND (x.flags & 8192) <> 0
                                          AND x.pos > ? AND x.pos <= ?
                                          AND x.pos > s.since AND (s.until IS NULL OR x.pos <= s.until))
                                FROM room_server s
                                WHERE s.server = ? AND (s.until IS NULL OR s.until > ?)
                                """,
                                row -> row.number(1),
                                from,
                                to,
                                server,
                                from)
                        .stream()
                        .mapToLong(Long::longValue)
                        .filter(pos -> pos != 0)
                        .sorted()
                        .limit(limit)
                        .toArray();
        return tx.list(
                """
                SELECT event, pos, room, sender FROM event
                WHERE pos = ANY(?) AND pos IS NOT NULL
                ORDER BY pos
                """,
                OutgoingRepository::outgoing,
                newest);
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

    /// The servers that are in some rooms now, each once for each of them, at most so many.
    public List<Long> inAnyOf(Tx tx, long[] rooms, int limit) {
        return tx.list(
                """
                SELECT server FROM room_server
                WHERE room = ANY(?) AND until IS NULL
                LIMIT ?
                """,
                row -> row.number(1),
                rooms,
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
