package org.stoa.protocol.server;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.UnpaddedBase64;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.JsonObject;

/// What a server signs when it makes a request of another: method, target, both names and the body.
///
/// Spec: server-server-api#request-authentication (v1.19).
///
/// @param method such as `PUT`
/// @param uri path and query exactly as they stand in the request line, encoded
/// @param origin who asks
/// @param destination who is asked; null when an older server left it out of its signature
/// @param content the body; null when there is none
public record SignedRequest(
        String method,
        String uri,
        ServerName origin,
        @Nullable String destination,
        @Nullable JsonObject content) {

    /// Returns the signature of the origin, ready to be a header.
    public RequestSignature sign(SigningKey key) {
        byte[] signature = key.sign(signedBytes());
        return new RequestSignature(
                origin, destination, key.keyId(), UnpaddedBase64.encode(signature));
    }

    /// Whether this is the signature of the request with this key.
    public boolean isSignedBy(RequestSignature signature, VerifyKey key) {
        return key.keyId().equals(signature.keyId())
                && UnpaddedBase64.tryDecode(signature.signature())
                        .filter(bytes -> key.verify(signedBytes(), bytes))
                        .isPresent();
    }

    /// Events of old rooms may have numbers that canonical JSON lacks; they keep the spelling that they were sent in.
    private byte[] signedBytes() {
        JsonObject.Builder object = JsonObject.builder();
        object.put("method", method).put("uri", uri).put("origin", origin.text());
        if (destination != null) {
            object.put("destination", destination);
        }
        if (content != null) {
            object.put("content", content);
        }
        return CanonicalJson.encodeLeniently(object.build());
    }
}
