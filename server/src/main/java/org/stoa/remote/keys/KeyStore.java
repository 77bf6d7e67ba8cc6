package org.stoa.remote.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

    /// What a server says of its keys; mostly 1 or 2 kB.
    static final int MAX_DOCUMENT = ServerKeyRepository.MAX_DOCUMENT;

    /// Most servers take 3 kB.
    private static final long MAX_BYTES_IN_MEMORY = 32L << 20;

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
                        .maximumWeight(MAX_BYTES_IN_MEMORY)
                        .weigher((ServerName server, KnownKeys keys) -> keys.weight())
                        .build();
    }

    KnownKeys of(ServerName server) {
        return known.get(server, this::read);
    }

    private KnownKeys read(ServerName server) {
        return KnownKeys.of(database.read(tx -> repository.of(tx, server.text())));
    }

    /// Keeps what a server published, unless it is too long. Each key has the document beside it, so that it can be shown as long
    /// as the key is known; where that takes too much, only one of the keys in use has it.
    ///
    /// @param firstHand whether it said so itself, not a notary
    void put(PublishedKeys keys, boolean firstHand) {
        long now = time.millis();
        String document = withOwnSignatures(keys).toString();
        if (document.length() > MAX_DOCUMENT) {
            LOG.warn("{} has too long a list of keys; it is not used", keys.server());
            return;
        }
        boolean onEach =
                document.length() * (keys.current().size() + keys.old().size()) <= MAX_DOCUMENT;
        String shown = document;
        List<ServerKeyRow> rows = new ArrayList<>();
        long validUntil = Math.min(keys.validUntil(), now + LONGEST_VALIDITY.toMillis());
        for (VerifyKey key : keys.current().values()) {
            rows.add(row(keys.server(), key, validUntil, null, now, shown));
            shown = onEach ? document : "";
        }
        for (PublishedKeys.OldKey old : keys.old().values()) {
            long expired = Math.min(old.expiredTs(), now);
            rows.add(row(keys.server(), old.key(), expired, expired, now, shown));
        }
        database.execute(
                tx -> {
                    rows.forEach(row -> repository.put(tx, row, firstHand));
                    repository.trim(tx, keys.server().text());
                });
        known.put(keys.server(), read(keys.server()));
    }

    /// Forgets the keys that ended before a time of those of the servers that never were in a room; returns how many.
    int forgetStrangers(List<String> servers, long endedBefore) {
        int forgotten =
                database.write(tx -> repository.deleteOfStrangers(tx, servers, endedBefore));
        servers.forEach(server -> ServerName.tryParse(server).ifPresent(known::invalidate));
        return forgotten;
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
        return keys.document().without("unsigned").with("signatures", JsonObject.of(server, own));
    }
}
