package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Finds what a client's transaction id already led to.
public final class TransactionRepository {
    /// A transaction of a device: the event that it led to.
    ///
    /// @param request number of device, path and transaction id
    public record TransactionRecord(long request, String txnId, long event) {}

    /// The event that a transaction of a device led to; empty when there was none, or it is forgotten.
    public Optional<Long> find(Tx tx, long user, String device, long request, String txnId) {
        return tx.one(
                """
                SELECT event FROM sent_transaction
                WHERE user_nid = ? AND request = ? AND device = ? AND txn_id = ?
                """,
                row -> row.number(1),
                user,
                request,
                device,
                txnId);
    }

    /// The newest transactions of a device, at most `limit`.
    public List<TransactionRecord> ofDevice(Tx tx, long user, String device, int limit) {
        return tx.list(
                """
                SELECT request, txn_id, event FROM sent_transaction
                WHERE user_nid = ? AND device = ?
                ORDER BY ts DESC, event DESC LIMIT ?
                """,
                row -> new TransactionRecord(row.number(1), row.text(2), row.number(3)),
                user,
                device,
                limit);
    }

    /// Deletes those of the `limit` transactions with the lowest numbers that are older than a time stamp in milliseconds, and
    /// returns how many went. Numbers grow with time, but for those that a node took and did not use for a while.
    public int deleteBefore(WriteTx tx, long ts, int limit) {
        return tx.update(
                """
                DELETE FROM sent_transaction
                WHERE event IN (SELECT event FROM sent_transaction ORDER BY event LIMIT ?) AND ts < ?
                """,
                limit,
                ts);
    }
}
