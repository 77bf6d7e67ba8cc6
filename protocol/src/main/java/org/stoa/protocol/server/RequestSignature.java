package org.stoa.protocol.server;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;

/// What the `Authorization` header of a request between servers says: who sent it to whom, and the signature of
/// [SignedRequest].
///
/// Spec: server-server-api#request-authentication (v1.19).
///
/// @param origin who says to have sent it
/// @param destination the server it is meant for, as it was written; null when an older server left it out
/// @param keyId the key of the origin, such as `ed25519:a_1`
/// @param signature unpadded Base64
public record RequestSignature(
        ServerName origin, @Nullable String destination, String keyId, String signature) {

    /// Returns what a header says; empty when it is of another scheme, malformed, or lacks something.
    public static Optional<RequestSignature> tryParse(String header) {
        return AuthorizationParameters.tryParse(header).flatMap(RequestSignature::of);
    }

    private static Optional<RequestSignature> of(Map<String, String> parameters) {
        Optional<ServerName> origin =
                Optional.ofNullable(parameters.get("origin")).flatMap(ServerName::tryParse);
        @Nullable String keyId = parameters.get("key");
        // The text calls it `signature`, its examples and all servers `sig`.
        @Nullable String signature = parameters.getOrDefault("sig", parameters.get("signature"));
        if (origin.isEmpty() || keyId == null || signature == null) {
            return Optional.empty();
        }
        return Optional.of(
                new RequestSignature(
                        origin.get(), parameters.get("destination"), keyId, signature));
    }

    /// Returns the value of the header, in the form that older servers read too: one space, small letters, no
    /// backslashes, nothing around the commas.
    public String toHeader() {
        return AuthorizationParameters.SCHEME
                + " origin=\""
                + origin
                + "\",destination=\""
                + (destination == null ? "" : destination)
                + "\",key=\""
                + keyId
                + "\",sig=\""
                + signature
                + "\"";
    }
}
