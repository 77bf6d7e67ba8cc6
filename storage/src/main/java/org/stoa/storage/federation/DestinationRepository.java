package org.stoa.storage.federation;

import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `destination`: servers that did not answer.
public final class DestinationRepository {

    /// How a server fails.
    ///
    /// @param failures how often in a row
    /// @param retryAt when it is asked again, in milliseconds since 1970
    public record DestinationRecord(long failures, long retryAt) {}

    /// Returns how a server fails; empty when it does not.
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
    public void delete(WriteTx tx, String server) {
        tx.update("DELETE FROM destination WHERE server = ?", server);
    }
}
