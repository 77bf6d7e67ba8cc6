package org.stoa.storage.federation;

import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `inbound_transaction`: what transactions of other servers were answered.
public final class InboundTransactionRepository {

    /// Returns what a transaction was answered; empty when it was not, or that is forgotten.
    public Optional<byte[]> answer(Tx tx, String origin, String txnId) {
        return tx.one(
                "SELECT answer FROM inbound_transaction WHERE origin = ? AND txn_id = ?",
                row -> row.bytes(1),
                origin,
                txnId);
    }

    /// Says what a transaction is answered.
    public void put(WriteTx tx, String origin, String txnId, long now, byte[] answer) {
        tx.update(
                """
                INSERT INTO inbound_transaction (origin, txn_id, received_ts, answer) VALUES (?, ?, ?, ?)
                ON CONFLICT (origin, txn_id) DO NOTHING
                """,
                origin,
                txnId,
                now,
                answer);
    }

    /// Deletes the oldest transactions from before a time stamp, at most about `limit`; returns how many went, which is less
    /// than `limit` when none is left.
    public int deleteBefore(WriteTx tx, long ts, int limit) {
        // Up to a time stamp: those of one millisecond go together.
        Optional<Long> last =
                tx.one(
                        """
                        SELECT received_ts FROM inbound_transaction WHERE received_ts < ?
                         ORDER BY received_ts LIMIT 1 OFFSET ?
                        """,
                        row -> row.number(1),
                        ts,
                        limit - 1);
        return tx.update(
                "DELETE FROM inbound_transaction WHERE received_ts < ?",
                last.map(each -> each + 1).orElse(ts));
    }
}
