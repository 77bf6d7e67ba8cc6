package org.stoa.storage.accounts;

import org.stoa.storage.Position;
import org.stoa.storage.RowConsumer;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `erasure`: users who had their content erased, each with the position at which that was.
public final class ErasureRepository {

    /// Hands over each user's number and the position.
    public void forEach(Tx tx, RowConsumer consumer) {
        tx.forEach("SELECT user_nid, pos FROM erasure", consumer);
    }

    /// Adds a user; the first position counts.
    public void insert(WriteTx tx, long user, Position pos) {
        tx.update(
                "INSERT INTO erasure (user_nid, pos) VALUES (?, ?) ON CONFLICT DO NOTHING",
                user,
                pos.value());
    }
}
