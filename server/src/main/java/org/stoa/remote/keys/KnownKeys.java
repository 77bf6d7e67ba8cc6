package org.stoa.remote.keys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.storage.federation.ServerKeyRow;

/// What is known of the keys of one server. Immutable.
record KnownKeys(Map<String, KnownKey> keys) {
    static final KnownKeys NONE = new KnownKeys(Map.of());

    /// With its name.
    private static final int BYTES_OF_SERVER = 500;

    private static final int BYTES_OF_KEY = 700;

    KnownKeys {
        keys = Map.copyOf(keys);
    }

    /// @param row as it is stored
    record KnownKey(VerifyKey key, ServerKeyRow row) {
        /// Up to when something may have been signed with it.
        long validUntil() {
            @Nullable Long expired = row.expiredTs();
            return expired == null ? row.validUntilTs() : expired;
        }
    }

    static KnownKeys of(List<ServerKeyRow> rows) {
        Map<String, KnownKey> keys = new HashMap<>();
        for (ServerKeyRow row : rows) {
            VerifyKey.tryParse(row.keyId(), row.publicKey())
                    .ifPresent(key -> keys.put(row.keyId(), new KnownKey(key, row)));
        }
        return keys.isEmpty() ? NONE : new KnownKeys(keys);
    }

    /// The key, when it was valid at a time.
    Optional<VerifyKey> find(String keyId, long validAt) {
        return Optional.ofNullable(keys.get(keyId))
                .filter(known -> validAt <= known.validUntil())
                .map(KnownKey::key);
    }

    /// The object that held the key, as JSON; empty when it is not kept any more.
    Optional<String> document(KnownKey key) {
        String own = key.row().document();
        if (!own.isEmpty()) {
            return Optional.of(own);
        }
        return keys.values().stream()
                .map(KnownKey::row)
                .filter(row -> row.fetchedTs() == key.row().fetchedTs())
                .map(ServerKeyRow::document)
                .filter(document -> !document.isEmpty())
                .findAny();
    }

    /// About the bytes that it takes.
    int weight() {
        int weight = BYTES_OF_SERVER;
        for (KnownKey key : keys.values()) {
            weight += BYTES_OF_KEY + key.row().keyId().length() + key.row().document().length();
        }
        return weight;
    }

    /// When the server was asked last; 0 if never.
    long fetchedTs() {
        return keys.values().stream().mapToLong(key -> key.row().fetchedTs()).max().orElse(0);
    }
}
