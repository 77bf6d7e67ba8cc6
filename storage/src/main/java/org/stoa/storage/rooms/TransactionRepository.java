package org.stoa.storage.rooms;

import java.util.List;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Finds what a client's transaction id already led to.
public final class TransactionRepository {
    /// A transaction of a device: the event that it led to.
    public record TransactionRecord(String endpoint, String txnId, long event) {}

    /// The newest transactions of a device, at most `limit`.
    public List<TransactionRecord> ofDevice(Tx tx, long user, String device, int limit) {
        return tx.list(
                """
                SELECT endpoint, txn_id, event FROM transaction_id
                WHERE user_nid = ? AND device = ?
                ORDER BY ts DESC LIMIT ?
                """,
                row -> new TransactionRecord(row.text(1), row.text(2), row.number(3)),
                user,
                device,
                limit);
    }

    /// Deletes transactions that are older than a time stamp in milliseconds; returns how many there were.
    public int deleteBefore(WriteTx tx, long ts) {
        return tx.update("DELETE FROM transaction_id WHERE ts < ?", ts);
    }
}
