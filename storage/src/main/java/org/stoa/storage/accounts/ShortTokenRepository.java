package org.stoa.storage.accounts;

import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `short_token`: tokens of a few minutes that are good for one thing. They are known by their SHA-256 only.
public final class ShortTokenRepository {

    /// What a token is good for.
    public enum Kind {
        /// Logging in once.
        LOGIN(0),
        /// Showing other services who one is.
        OPENID(1);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /// Adds a token.
    public void insert(WriteTx tx, byte[] hash, Kind kind, long user, long expiresTs) {
        tx.update(
                "INSERT INTO short_token (hash, kind, user_nid, expires_ts) VALUES (?, ?, ?, ?)",
                hash,
                kind.number,
                user,
                expiresTs);
    }

    /// Returns whose token it is; empty when it is unknown, of another kind, or its time is over.
    public Optional<Long> find(Tx tx, byte[] hash, Kind kind, long now) {
        return tx.one(
                "SELECT user_nid FROM short_token WHERE hash = ? AND kind = ? AND expires_ts > ?",
                row -> row.number(1),
                hash,
                kind.number,
                now);
    }

    /// Deletes a token; `false` when it was gone.
    public boolean delete(WriteTx tx, byte[] hash) {
        return tx.update("DELETE FROM short_token WHERE hash = ?", hash) == 1;
    }

    /// Deletes a user's tokens of a kind that have not expired yet.
    ///
    /// @param now in milliseconds since 1970
    /// @param lifetimeMillis how long tokens of the kind are good: with it an index finds them
    public void deleteOf(WriteTx tx, long user, Kind kind, long now, long lifetimeMillis) {
        tx.update(
                """
                DELETE FROM short_token
                 WHERE expires_ts >= ? AND expires_ts <= ? AND user_nid = ? AND kind = ?
                """,
                now,
                now + lifetimeMillis,
                user,
                kind.number);
    }

    /// Deletes the tokens whose time was over before a time; returns how many.
    public int deleteExpired(WriteTx tx, long before) {
        return tx.update("DELETE FROM short_token WHERE expires_ts < ?", before);
    }
}
