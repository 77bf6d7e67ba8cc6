package org.stoa.storage.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `registration_token`: tokens that let their holders make an account.
public final class RegistrationTokenRepository {

    /// A token as it is kept.
    ///
    /// @param uses how many accounts it is good for, `null`: any number
    /// @param completed how many accounts were made with it
    /// @param expiresTs from when on it is no longer good, `null`: never
    public record Issued(
            String token, @Nullable Long uses, long completed, @Nullable Long expiresTs) {}

    /// Returns all tokens, the oldest first, also those that can no longer be used.
    public List<Issued> list(Tx tx) {
        return tx.list(
                """
                SELECT token, uses_allowed, completed, expires_ts FROM registration_token
                 ORDER BY created_ts, token
                """,
                row ->
                        new Issued(
                                row.text(1),
                                row.numberOrNull(2),
                                row.number(3),
                                row.numberOrNull(4)));
    }

    /// Whether there is a token that can be used now.
    public boolean isAnyValid(Tx tx, long now) {
        return tx.one(
                        """
                        SELECT 1 FROM registration_token
                         WHERE (uses_allowed IS NULL OR completed < uses_allowed)
                           AND (expires_ts IS NULL OR expires_ts > ?)
                         LIMIT 1
                        """,
                        row -> row.number(1),
                        now)
                .isPresent();
    }

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
