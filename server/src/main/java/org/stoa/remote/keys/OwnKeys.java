package org.stoa.remote.keys;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.federation.SigningKeyRepository;
import org.stoa.storage.federation.SigningKeyRepository.SigningKeyRecord;

/// The keys of this server: the one that it signs with, made once and kept in the database, and those it signed with before.
/// Thread-safe.
///
/// A key is never thrown away: what was signed with it cannot be verified by servers that have not seen it.
///
/// Spec: server-server-api#publishing-keys (v1.19).
public final class OwnKeys {
    private static final int VERSION_LENGTH = 6;

    /// Others ask again after this time; a key that was given away is good for no longer.
    private static final Duration VALIDITY = Duration.ofDays(1);

    private final ServerName serverName;
    private final Database database;
    private final Randomness randomness;
    private final Time time;
    private final SigningKeyRepository repository = new SigningKeyRepository();
    private volatile List<OwnKey> keys;

    /// Reads the keys; makes one when there is none in use.
    public OwnKeys(ServerName serverName, Database database, Randomness randomness, Time time) {
        this.serverName = serverName;
        this.database = database;
        this.randomness = randomness;
        this.time = time;
        this.keys = database.read(this::read);
        if (inUse().isEmpty()) {
            replace(generate());
        }
    }

    /// One key of this server.
    ///
    /// @param expiredTs when its use ended, in milliseconds since 1970; null while it is in use
    public record OwnKey(SigningKey key, @Nullable Long expiredTs) {}

    /// Returns whose keys they are.
    public ServerName serverName() {
        return serverName;
    }

    /// Returns the key to sign with now.
    public SigningKey current() {
        return inUse().orElseThrow().key();
    }

    private Optional<OwnKey> inUse() {
        return keys.stream().filter(key -> key.expiredTs() == null).findFirst();
    }

    /// Returns all keys, the newest first.
    public List<OwnKey> all() {
        return keys;
    }

    /// Returns the public half of a key, when it was in use at a time (milliseconds since 1970).
    public Optional<VerifyKey> find(String keyId, long at) {
        return keys.stream()
                .filter(key -> key.key().keyId().equals(keyId))
                .filter(key -> key.expiredTs() == null || at <= key.expiredTs())
                .map(key -> key.key().verifyKey())
                .findFirst();
    }

    /// Returns the keys as they are published, signed; the members in the order of canonical JSON, for readers that check the
    /// signature over the text as it came.
    public JsonObject published() {
        JsonObject.Builder current = JsonObject.builder();
        JsonObject.Builder old = JsonObject.builder();
        for (OwnKey own : keys.stream().sorted(comparing(each -> each.key().keyId())).toList()) {
            String key = own.key().verifyKey().text();
            if (own.expiredTs() == null) {
                current.put(own.key().keyId(), JsonObject.of("key", key));
            } else {
                old.put(
                        own.key().keyId(),
                        JsonObject.of("expired_ts", own.expiredTs(), "key", key));
            }
        }
        return sign(
                JsonObject.builder()
                        .put("old_verify_keys", old.build())
                        .put("server_name", serverName.text())
                        .put("valid_until_ts", time.millis() + VALIDITY.toMillis())
                        .put("verify_keys", current.build())
                        .build());
    }

    /// Returns an object with the signature of this server.
    public JsonObject sign(JsonObject object) {
        return SignedJson.sign(object, serverName, current());
    }

    /// Makes a key and signs with it from now on. The one before is published as an old one.
    public SigningKey rotate() {
        return replace(generate());
    }

    /// Signs with this key from now on, for example that of another program that had this server's name before.
    public SigningKey replace(SigningKey key) {
        keys =
                database.write(
                        tx -> {
                            store(tx, key);
                            return read(tx);
                        });
        return key;
    }

    private void store(WriteTx tx, SigningKey key) {
        repository.expireAll(tx, time.millis());
        repository.put(tx, key.keyId(), key.seed(), time.millis());
    }

    private SigningKey generate() {
        return SigningKey.of(
                randomness.opaque(VERSION_LENGTH), randomness.bytes(SigningKey.SEED_BYTES));
    }

    private List<OwnKey> read(Tx tx) {
        List<OwnKey> all = new ArrayList<>();
        for (SigningKeyRecord stored : repository.all(tx)) {
            String version = stored.keyId().substring(stored.keyId().indexOf(':') + 1);
            all.add(new OwnKey(SigningKey.of(version, stored.seed()), stored.expiredTs()));
        }
        return List.copyOf(all);
    }
}
