package org.stoa.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.SignedRequest;

/// Another server, as far as it signs something.
///
/// @param key what it signs with
public record TestPeer(ServerName name, SigningKey key) {

    /// A server with a key that its name and the id make.
    public static TestPeer of(String name, String keyVersion) {
        byte[] seed = (name + keyVersion).getBytes(StandardCharsets.UTF_8);
        return new TestPeer(
                ServerName.parse(name),
                SigningKey.of(keyVersion, Arrays.copyOf(seed, SigningKey.SEED_BYTES)));
    }

    /// What it publishes of its key, signed.
    public JsonObject published(long validUntil) {
        return sign(unsigned(validUntil));
    }

    /// The same without a signature.
    public JsonObject unsigned(long validUntil) {
        return JsonObject.of(
                "server_name",
                name.text(),
                "valid_until_ts",
                validUntil,
                "verify_keys",
                JsonObject.of(key.keyId(), JsonObject.of("key", key.verifyKey().text())),
                "old_verify_keys",
                JsonObject.EMPTY);
    }

    /// An object with its signature.
    public JsonObject sign(JsonObject object) {
        return SignedJson.sign(object, name, key);
    }

    /// The header of a request.
    public String authorization(
            String method, String uri, @Nullable String destination, @Nullable JsonObject body) {
        return new SignedRequest(method, uri, name, destination, body).sign(key).toHeader();
    }
}
