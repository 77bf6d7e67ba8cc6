package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.Tx;

/// The events of all rooms in the order of the stream, for those who follow it.
public final class EventLogRepository {
    /// Where an event stands in the stream.
    ///
    /// @param type number of its type
    public record LogEvent(long event, long pos, long type) {}

    /// Live events after a position and not after another, oldest first, at most `limit`.
    public List<LogEvent> between(Tx tx, long from, long to, int limit) {
        return tx.list(
                """
                SELECT event, pos, type FROM event
                WHERE pos IS NOT NULL AND pos > ? AND pos <= ?
                ORDER BY pos LIMIT ?
                """,
                row -> new LogEvent(row.number(1), row.number(2), row.number(3)),
                from,
                to,
                limit);
    }

    /// The id, in stored form, of the event at a position.
    public Optional<byte[]> idAt(Tx tx, long pos) {
        return tx.one(
                "SELECT event_id FROM event WHERE pos IS NOT NULL AND pos = ?",
                row -> row.bytes(1),
                pos);
    }
}
