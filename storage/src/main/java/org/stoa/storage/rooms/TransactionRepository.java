package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Finds what a client's transaction id already led to.
public final class TransactionRepository {
    /// A transaction of a device: the event that it led to.
    public record TransactionRecord(String endpoint, String txnId, long event) {}

    /// The event that a transaction of a device led to; empty when there was none, or it is forgotten.
    public Optional<Long> find(Tx tx, long user, String device, String endpoint, String txnId) {
        return tx.one(
                """
                SELECT event FROM transaction_id
                WHERE user_nid = ? AND device = ? AND endpoint = ? AND txn_id = ?
                """,
                row -> row.number(1),
                user,
                device,
                endpoint,
                txnId);
    }

    /// The newest transactions of a device, at most `limit`.
    public List<TransactionRecord> ofDevice(Tx tx, long user, String device, int limit) {
        return tx.list(
                """
                SELECT endpoint, txn_id, event FROM transaction_id
                WHERE user_nid = ? AND device = ?
                ORDER BY pos DESC LIMIT ?
                """,
                row -> new TransactionRecord(row.text(1), row.text(2), row.number(3)),
                user,
                device,
                limit);
    }

    /// Deletes the oldest transactions that are older than a time stamp in milliseconds, at most about `limit`; returns
    /// how many went, which is less than `limit` when none is left.
    public int deleteBefore(WriteTx tx, long ts, int limit) {
        // Up to a time stamp, since the rows have no number of their own: those of one millisecond
        // go together.
        Optional<Long> last =
                tx.one(
                        "SELECT ts FROM transaction_id WHERE ts < ? ORDER BY ts LIMIT 1 OFFSET ?",
                        row -> row.number(1),
                        ts,
                        limit - 1);
        return tx.update(
                "DELETE FROM transaction_id WHERE ts < ?", last.map(each -> each + 1).orElse(ts));
    }
}
