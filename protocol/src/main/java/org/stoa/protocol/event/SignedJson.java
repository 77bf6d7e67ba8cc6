package org.stoa.protocol.event;

import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Signatures of JSON objects, which are in the object itself under `signatures`, by signer and key.
///
/// Spec: appendices#signing-json (v1.19).
public final class SignedJson {

    private SignedJson() {}

    /// Returns the object with the server's signature added.
    public static JsonObject sign(JsonObject object, ServerName signer, SigningKey key) {
        return sign(object, signer.text(), key);
    }

    /// Returns the object with the signature of the signer added: a server, or the user id of cross-signing keys.
    ///
    /// @throws org.stoa.protocol.json.JsonException when the object has numbers that are not canonical
    public static JsonObject sign(JsonObject object, String signer, SigningKey key) {
        byte[] signature = key.sign(CanonicalJson.encode(signedPart(object)));
        return withSignature(object, signer, key.keyId(), signature);
    }

    /// Whether the object has a valid signature of the server with this key.
    public static boolean verify(JsonObject object, ServerName signer, VerifyKey key) {
        return verify(object, signer.text(), key);
    }

    /// Whether the object has a valid signature of the signer with this key; false also when there is none.
    ///
    /// @throws org.stoa.protocol.json.JsonException when the object has numbers that are not canonical
    public static boolean verify(JsonObject object, String signer, VerifyKey key) {
        return hasSignature(object, signer, key, CanonicalJson.encode(signedPart(object)));
    }

    /// Returns the ids of the keys, of known algorithms, that the signer has signed the object with.
    public static Set<String> keyIds(JsonObject object, String signer) {
        return signatures(object, signer).names().stream()
                .filter(VerifyKey::isSupported)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Returns the object without what signatures do not cover.
    static JsonObject signedPart(JsonObject object) {
        return object.without("signatures").without("unsigned");
    }

    static JsonObject withSignature(
            JsonObject object, String signer, String keyId, byte[] signature) {
        JsonObject all = object.object("signatures").orElse(JsonObject.EMPTY);
        JsonObject own =
                all.object(signer)
                        .orElse(JsonObject.EMPTY)
                        .with(keyId, new JsonString(UnpaddedBase64.encode(signature)));
        return object.with("signatures", all.with(signer, own));
    }

    static boolean hasSignature(
            JsonObject object, String signer, VerifyKey key, byte[] signedBytes) {
        return signatures(object, signer)
                .string(key.keyId())
                .flatMap(UnpaddedBase64::tryDecode)
                .filter(signature -> key.verify(signedBytes, signature))
                .isPresent();
    }

    private static JsonObject signatures(JsonObject object, String signer) {
        return object.object("signatures")
                .flatMap(all -> all.object(signer))
                .orElse(JsonObject.EMPTY);
    }
}
