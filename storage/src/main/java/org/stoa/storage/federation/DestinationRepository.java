package org.stoa.storage.federation;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `destination`: servers that did not answer, and how far servers were told.
public final class DestinationRepository {

    /// How a server fails.
    ///
    /// @param failures how often in a row
    /// @param retryAt when it is asked again, in milliseconds since 1970
    public record DestinationRecord(long failures, long retryAt) {}

    /// How far a server was told.
    ///
    /// @param sentPos nothing at or below this position is still to be sent
    /// @param behind whether it is told by what is stored, once it answers again
    public record Told(String server, long sentPos, boolean behind) {}

    /// A server that fails, or is behind.
    public record Problem(Told told, DestinationRecord failing) {}

    /// Returns how a server fails; empty when nothing is stored of it.
    public Optional<DestinationRecord> find(Tx tx, String server) {
        return tx.one(
                "SELECT failures, retry_at FROM destination WHERE server = ?",
                row -> new DestinationRecord(row.number(1), row.number(2)),
                server);
    }

    /// Says that a server failed.
    public void put(WriteTx tx, String server, DestinationRecord record) {
        tx.update(
                """
                INSERT INTO destination (server, failures, retry_at) VALUES (?, ?, ?)
                ON CONFLICT (server) DO UPDATE
                   SET failures = excluded.failures, retry_at = excluded.retry_at
                """,
                server,
                record.failures(),
                record.retryAt());
    }

    /// Says that a server answers again.
    public void answers(WriteTx tx, String server) {
        tx.update("UPDATE destination SET failures = 0, retry_at = 0 WHERE server = ?", server);
        tx.update(
                "DELETE FROM destination WHERE server = ? AND behind = 0 AND sent_pos = 0", server);
    }

    /// Says how far a server was told.
    public void put(WriteTx tx, Told told) {
        tx.update(
                """
                INSERT INTO destination (server, failures, retry_at, sent_pos, behind)
                VALUES (?, 0, 0, ?, ?)
                ON CONFLICT (server) DO UPDATE
                   SET sent_pos = excluded.sent_pos, behind = excluded.behind
                """,
                told.server(),
                told.sentPos(),
                told.behind());
    }

    /// Returns the servers that are behind, and those that were told of something above a position.
    public List<Told> toldAbove(Tx tx, long pos) {
        return tx.list(
                """
                SELECT server, sent_pos, behind FROM destination WHERE behind = 1
                UNION ALL
                SELECT server, sent_pos, behind FROM destination WHERE behind = 0 AND sent_pos > ?
                """,
                row -> told(row),
                pos);
    }

    /// Returns the servers that fail or are behind, by name; at most so many.
    public List<Problem> problems(Tx tx, int limit) {
        return tx.list(
                """
                SELECT server, sent_pos, behind, failures, retry_at FROM destination
                WHERE behind = 1 OR failures > 0
                ORDER BY server LIMIT ?
                """,
                row -> new Problem(told(row), new DestinationRecord(row.number(4), row.number(5))),
                limit);
    }

    private static Told told(ResultRow row) {
        return new Told(row.text(1), row.number(2), row.flag(3));
    }
}
