package org.stoa.protocol.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// The keys of a server as it publishes them, signed by itself.
///
/// Spec: server-server-api#publishing-keys (v1.19).
///
/// @param server whose keys they are
/// @param current the keys in use, by their ids
/// @param old the keys that are no longer used, by their ids
/// @param validUntil when the list should be asked for again, as the server says, in milliseconds since 1970
/// @param document the object they came in
public record PublishedKeys(
        ServerName server,
        Map<String, VerifyKey> current,
        Map<String, OldKey> old,
        long validUntil,
        JsonObject document) {

    /// No server has more keys in use than this; who says so wants to fill the disk.
    public static final int MAX_CURRENT = 20;

    /// Nor has one had more before.
    public static final int MAX_OLD = 100;

    public PublishedKeys {
        current = Map.copyOf(current);
        old = Map.copyOf(old);
    }

    /// A key that is no longer used.
    ///
    /// @param expiredTs when its use ended, in milliseconds since 1970
    public record OldKey(VerifyKey key, long expiredTs) {}

    /// Returns the keys of `server` that a document holds; empty when it is of another server, malformed, of too many
    /// keys, or not signed with one of the keys in use. Keys of unknown algorithms are left out.
    public static Optional<PublishedKeys> tryParse(ServerName server, JsonObject document) {
        OptionalLong validUntil = document.integer("valid_until_ts");
        boolean own = document.string("server_name").equals(Optional.of(server.text()));
        JsonObject current = document.object("verify_keys").orElse(JsonObject.EMPTY);
        JsonObject old = document.object("old_verify_keys").orElse(JsonObject.EMPTY);
        boolean tooMany = current.size() > MAX_CURRENT || old.size() > MAX_OLD;
        if (!own || validUntil.isEmpty() || tooMany) {
            return Optional.empty();
        }
        PublishedKeys keys =
                new PublishedKeys(
                        server, keys(current), oldKeys(old), validUntil.getAsLong(), document);
        return keys.isSigned() ? Optional.of(keys) : Optional.empty();
    }

    private boolean isSigned() {
        try {
            return current.values().stream()
                    .anyMatch(key -> SignedJson.verify(document, server, key));
        } catch (JsonException notCanonical) {
            return false;
        }
    }

    private static Map<String, VerifyKey> keys(JsonObject object) {
        Map<String, VerifyKey> keys = new HashMap<>();
        object.forEach((id, value) -> key(id, value).ifPresent(key -> keys.put(id, key)));
        return keys;
    }

    private static Map<String, OldKey> oldKeys(JsonObject object) {
        Map<String, OldKey> keys = new HashMap<>();
        object.forEach((id, value) -> oldKey(id, value).ifPresent(key -> keys.put(id, key)));
        return keys;
    }

    private static Optional<OldKey> oldKey(String id, Json value) {
        OptionalLong expiredTs = expiredTs(value);
        return expiredTs.isEmpty()
                ? Optional.empty()
                : key(id, value).map(key -> new OldKey(key, expiredTs.getAsLong()));
    }

    private static OptionalLong expiredTs(Json value) {
        return value instanceof JsonObject object
                ? object.integer("expired_ts")
                : OptionalLong.empty();
    }

    private static Optional<VerifyKey> key(String id, Json value) {
        return value instanceof JsonObject object
                ? object.string("key").flatMap(text -> VerifyKey.tryParse(id, text))
                : Optional.empty();
    }
}
