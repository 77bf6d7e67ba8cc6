package org.stoa.boot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.keys.OwnKeys;
import org.stoa.remote.keys.OwnKeys.OwnKey;

/// What the commands for signing keys ask of a server. Secret halves go in and never out.
public final class KeyCommands {
    private final OwnKeys keys;

    KeyCommands(OwnKeys keys) {
        this.keys = keys;
    }

    /// Asks for all keys.
    public static JsonObject list() {
        return JsonObject.of("command", "key.list");
    }

    /// Asks for a new key.
    public static JsonObject rotate() {
        return JsonObject.of("command", "key.rotate");
    }

    /// Asks to sign with a key that another program made.
    ///
    /// @param line `ed25519 VERSION SEED`
    public static JsonObject importKey(String line) {
        return JsonObject.of("command", "key.import", "key", line);
    }

    JsonObject listed() {
        List<JsonObject> all = new ArrayList<>();
        for (OwnKey own : keys.all()) {
            all.add(
                    JsonObject.builder()
                            .put("key_id", own.key().keyId())
                            .put("public_key", own.key().verifyKey().text())
                            .putIfPresent("expired_ts", Optional.ofNullable(own.expiredTs()))
                            .build());
        }
        return JsonObject.of("keys", JsonArray.of(all));
    }

    JsonObject rotated() {
        return JsonObject.of("key_id", keys.rotate().keyId());
    }

    JsonObject imported(JsonObject request) {
        Optional<SigningKey> key = request.string("key").flatMap(SigningKey::tryParse);
        if (key.isEmpty()) {
            return JsonObject.of(
                    "error", "expected a line such as 'ed25519 a_1 SEED', with 32 bytes in Base64");
        }
        Optional<OwnKey> other =
                keys.all().stream()
                        .filter(own -> own.key().keyId().equals(key.get().keyId()))
                        .filter(own -> !own.key().verifyKey().equals(key.get().verifyKey()))
                        .findFirst();
        if (other.isPresent()) {
            return JsonObject.of(
                    "error", "there is another key named " + key.get().keyId() + " already");
        }
        return JsonObject.of("key_id", keys.replace(key.get()).keyId());
    }
}
