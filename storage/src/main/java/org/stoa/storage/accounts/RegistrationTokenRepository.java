package org.stoa.storage.accounts;

import org.jspecify.annotations.Nullable;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `registration_token`: tokens that let their holders make an account.
public final class RegistrationTokenRepository {

    /// Whether a token can be used now.
    public boolean isValid(Tx tx, String token, long now) {
        return tx.one(
                        """
                        SELECT 1 FROM registration_token
                         WHERE token = ? AND (uses_allowed IS NULL OR completed < uses_allowed)
                           AND (expires_ts IS NULL OR expires_ts > ?)
                        """,
                        row -> row.number(1),
                        token,
                        now)
                .isPresent();
    }

    /// Takes one use of a token; `false` when it has none left, is expired or unknown.
    public boolean use(WriteTx tx, String token, long now) {
        return tx.update(
                        """
                        UPDATE registration_token SET completed = completed + 1
                         WHERE token = ? AND (uses_allowed IS NULL OR completed < uses_allowed)
                           AND (expires_ts IS NULL OR expires_ts > ?)
                        """,
                        token,
                        now)
                == 1;
    }

    /// Adds a token; `false` when it exists.
    public boolean insert(
            WriteTx tx,
            String token,
            @Nullable Long usesAllowed,
            @Nullable Long expiresTs,
            long now) {
        return tx.update(
                        """
                        INSERT INTO registration_token (token, uses_allowed, expires_ts, created_ts)
                        VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """,
                        token,
                        usesAllowed,
                        expiresTs,
                        now)
                == 1;
    }

    /// Deletes a token; `false` when there was none.
    public boolean delete(WriteTx tx, String token) {
        return tx.update("DELETE FROM registration_token WHERE token = ?", token) == 1;
    }
}
