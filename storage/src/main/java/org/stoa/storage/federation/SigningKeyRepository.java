package org.stoa.storage.federation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The keys that this server signs with, or once did.
public final class SigningKeyRepository {
    /// A key with its secret part.
    ///
    /// @param keyId as in signatures, for example `ed25519:abc`
    /// @param expiredTs when its use ended, in milliseconds since 1970; null while it is in use
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record SigningKeyRecord(String keyId, byte[] seed, @Nullable Long expiredTs) {}

    /// The newest key that is in use.
    public Optional<SigningKeyRecord> current(Tx tx) {
        return tx.one(
                """
                SELECT key_id, seed, expired_ts FROM signing_key
                WHERE expired_ts IS NULL
                ORDER BY created_ts DESC LIMIT 1
                """,
                SigningKeyRepository::key);
    }

    /// All keys, the newest first.
    public List<SigningKeyRecord> all(Tx tx) {
        return tx.list(
                "SELECT key_id, seed, expired_ts FROM signing_key ORDER BY created_ts DESC, key_id",
                SigningKeyRepository::key);
    }

    /// Adds a key, or takes one that was known by that id into use again.
    public void put(WriteTx tx, String keyId, byte[] seed, long createdTs) {
        tx.update(
                """
                INSERT INTO signing_key (key_id, seed, created_ts) VALUES (?, ?, ?)
                ON CONFLICT (key_id) DO UPDATE
                SET seed = excluded.seed, created_ts = excluded.created_ts, expired_ts = NULL
                """,
                keyId,
                seed,
                createdTs);
    }

    /// Ends the use of all keys that are in use.
    public void expireAll(WriteTx tx, long expiredTs) {
        tx.update("UPDATE signing_key SET expired_ts = ? WHERE expired_ts IS NULL", expiredTs);
    }

    private static SigningKeyRecord key(ResultRow row) {
        return new SigningKeyRecord(row.text(1), row.bytes(2), row.numberOrNull(3));
    }
}
