package org.stoa.protocol.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.event.content.SignedThirdPartyInvite;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// Whether a key of a third-party invite signed what redeems it. Which server the signature stands under, and how it
/// calls its key, does not matter.
///
/// Spec: appendices#checking-for-a-signature (v1.19).
final class ThirdPartySignature {

    /// How many pairs of a key and a signature are tried at most. There is usually one; two events full of them would
    /// make half a million, which takes longer than anybody may hold a room up.
    private static final int MAX_ATTEMPTS = 256;

    private ThirdPartySignature() {}

    static boolean isBy(SignedThirdPartyInvite invite, List<String> publicKeys) {
        JsonObject signed = invite.signed();
        try {
            return signatures(signed)
                    .flatMap(signature -> attempts(signature, publicKeys))
                    .limit(MAX_ATTEMPTS)
                    .anyMatch(attempt -> attempt.verifies(signed));
        } catch (JsonException notCanonical) {
            // What cannot be encoded cannot have been signed.
            return false;
        }
    }

    private static Stream<Signature> signatures(JsonObject signed) {
        JsonObject servers = signed.object("signatures").orElse(JsonObject.EMPTY);
        return servers.names().stream()
                .flatMap(
                        server ->
                                servers.object(server).orElse(JsonObject.EMPTY).names().stream()
                                        .map(keyId -> new Signature(server, keyId)));
    }

    private static Stream<Attempt> attempts(Signature signature, List<String> publicKeys) {
        return publicKeys.stream()
                .flatMap(key -> verifyKey(signature.keyId(), key).stream())
                .map(key -> new Attempt(signature.server(), key));
    }

    /// Keys are in the standard or the URL-safe alphabet.
    private static Optional<VerifyKey> verifyKey(String keyId, String publicKey) {
        return VerifyKey.tryParse(keyId, publicKey.replace('-', '+').replace('_', '/'));
    }

    private record Signature(String server, String keyId) {}

    private record Attempt(String server, VerifyKey key) {

        boolean verifies(JsonObject signed) {
            return SignedJson.verify(signed, server, key);
        }
    }
}
