package org.stoa.storage.federation;

import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The keys that this server signs with.
public final class SigningKeyRepository {
    /// A key with its secret part.
    ///
    /// @param keyId as in signatures, for example `ed25519:abc`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record SigningKeyRecord(String keyId, byte[] seed) {}

    /// The newest key that is in use.
    public Optional<SigningKeyRecord> current(Tx tx) {
        return tx.one(
                """
                SELECT key_id, seed FROM signing_key
                WHERE expired_ts IS NULL
                ORDER BY created_ts DESC LIMIT 1
                """,
                row -> new SigningKeyRecord(row.text(1), row.bytes(2)));
    }

    /// Adds a key.
    public void insert(WriteTx tx, String keyId, byte[] seed, long createdTs) {
        tx.update(
                "INSERT INTO signing_key (key_id, seed, created_ts) VALUES (?, ?, ?)",
                keyId,
                seed,
                createdTs);
    }
}
