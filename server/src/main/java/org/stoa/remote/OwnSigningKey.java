package org.stoa.remote;

import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.event.SigningKey;
import org.stoa.storage.Database;
import org.stoa.storage.federation.SigningKeyRepository;
import org.stoa.storage.federation.SigningKeyRepository.SigningKeyRecord;

/// The key that this server signs events with. It is made once and kept in the database, since events that were signed
/// with a lost key cannot be verified by servers that have not seen them.
///
/// Spec: server-server-api#publishing-keys (v1.19).
public final class OwnSigningKey {
    private static final int VERSION_LENGTH = 6;

    private OwnSigningKey() {}

    /// The key in use; makes it when there is none yet.
    public static SigningKey loadOrCreate(Database database, Randomness randomness, Time time) {
        SigningKeyRepository repository = new SigningKeyRepository();
        SigningKeyRecord stored =
                database.write(
                        tx ->
                                repository
                                        .current(tx)
                                        .orElseGet(
                                                () -> {
                                                    SigningKeyRecord made = make(randomness);
                                                    repository.put(
                                                            tx,
                                                            made.keyId(),
                                                            made.seed(),
                                                            time.millis());
                                                    return made;
                                                }));
        String version = stored.keyId().substring(stored.keyId().indexOf(':') + 1);
        return SigningKey.of(version, stored.seed());
    }

    private static SigningKeyRecord make(Randomness randomness) {
        return new SigningKeyRecord(
                "ed25519:" + randomness.opaque(VERSION_LENGTH),
                randomness.bytes(SigningKey.SEED_BYTES),
                null);
    }
}
