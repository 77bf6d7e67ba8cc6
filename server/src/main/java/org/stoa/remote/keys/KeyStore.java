package org.stoa.remote.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.PublishedKeys;
import org.stoa.storage.Database;
import org.stoa.storage.federation.ServerKeyRepository;
import org.stoa.storage.federation.ServerKeyRow;

/// Keys of other servers, in the database and, for those asked about lately, in memory. Thread-safe.
final class KeyStore {
    /// A few kB each.
    private static final int MAX_SERVERS_IN_MEMORY = 10_000;

    /// "Servers MUST use the lesser of this field and 7 days into the future."
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(7);

    private final Database database;
    private final Time time;
    private final ServerKeyRepository repository = new ServerKeyRepository();
    private final Cache<ServerName, KnownKeys> known;

    KeyStore(Database database, Time time) {
        this.database = database;
        this.time = time;
        this.known =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .maximumSize(MAX_SERVERS_IN_MEMORY)
                        .build();
    }

    KnownKeys of(ServerName server) {
        return known.get(server, this::read);
    }

    private KnownKeys read(ServerName server) {
        return KnownKeys.of(database.read(tx -> repository.of(tx, server.text())));
    }

    /// Keeps what a server published.
    ///
    /// @param firstHand whether it said so itself, not a notary
    void put(PublishedKeys keys, boolean firstHand) {
        long now = time.millis();
        String document = withOwnSignatures(keys).toString();
        List<ServerKeyRow> rows = new ArrayList<>();
        long validUntil = Math.min(keys.validUntil(), now + LONGEST_VALIDITY.toMillis());
        for (VerifyKey key : keys.current().values()) {
            rows.add(row(keys.server(), key, validUntil, null, now, document));
        }
        for (PublishedKeys.OldKey old : keys.old().values()) {
            long expired = Math.min(old.expiredTs(), now);
            rows.add(row(keys.server(), old.key(), expired, expired, now, document));
        }
        database.execute(tx -> rows.forEach(row -> repository.put(tx, row, firstHand)));
        known.put(keys.server(), read(keys.server()));
    }

    private static ServerKeyRow row(
            ServerName server,
            VerifyKey key,
            long validUntil,
            @Nullable Long expired,
            long now,
            String document) {
        return new ServerKeyRow(
                server.text(), key.keyId(), key.text(), validUntil, expired, now, document);
    }

    /// Signatures of notaries do not matter to whoever is shown the document by this server.
    private static JsonObject withOwnSignatures(PublishedKeys keys) {
        String server = keys.server().text();
        JsonObject own =
                keys.document()
                        .object("signatures")
                        .flatMap(all -> all.object(server))
                        .orElse(JsonObject.EMPTY);
        return keys.document().with("signatures", JsonObject.of(server, own));
    }
}
