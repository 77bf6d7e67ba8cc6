package org.stoa.storage.accounts;

import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `status_message`: what users say of themselves beside their presence.
public final class StatusMessageRepository {

    /// Returns what a user says of himself; empty for nothing.
    public Optional<String> find(Tx tx, long user) {
        return tx.one(
                "SELECT message FROM status_message WHERE user_nid = ?", row -> row.text(1), user);
    }

    /// Sets it, or removes it.
    public void put(WriteTx tx, long user, Optional<String> message) {
        if (message.isEmpty()) {
            tx.update("DELETE FROM status_message WHERE user_nid = ?", user);
            return;
        }
        tx.update(
                """
                INSERT INTO status_message (user_nid, message) VALUES (?, ?)
                ON CONFLICT (user_nid) DO UPDATE SET message = excluded.message
                """,
                user,
                message.get());
    }
}
