package org.stoa.remote;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.RateLimitKind;
import org.stoa.http.RateLimits;
import org.stoa.http.Request;
import org.stoa.http.auth.ServerLookup;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.server.RequestSignature;
import org.stoa.protocol.server.SignedRequest;
import org.stoa.remote.keys.KeyRing;

/// Finds out which server made a request, by its signature. Thread-safe.
///
/// What can be refused without the body is refused before it is read: it may be large, and strangers send it.
///
/// Spec: server-server-api#request-authentication (v1.19).
final class IncomingRequests implements ServerLookup {
    private final ServerName ownName;
    private final Peers peers;
    private final KeyRing keys;
    private final Destinations destinations;
    private final RateLimits limits;

    IncomingRequests(
            ServerName ownName,
            Peers peers,
            KeyRing keys,
            Destinations destinations,
            RateLimits limits) {
        this.ownName = ownName;
        this.peers = peers;
        this.keys = keys;
        this.destinations = destinations;
        this.limits = limits;
    }

    @Override
    public ServerName find(Request request) {
        RequestSignature signature =
                request.header("Authorization")
                        .flatMap(RequestSignature::tryParse)
                        .orElseThrow(() -> unauthorized("A signature of a server is needed"));
        requireMeantForThis(signature);
        ServerName origin = signature.origin();
        if (!peers.allows(origin)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "This server does not talk to " + origin);
        }
        VerifyKey key = key(request, signature).orElseThrow(() -> unknownKey(signature));
        SignedRequest signed =
                new SignedRequest(
                        request.method(),
                        request.rawTarget(),
                        origin,
                        signature.destination(),
                        request.optionalBody().orElse(null));
        if (!signed.isSignedBy(signature, key)
                && !isSignedWithANewKey(request, signed, signature)) {
            throw unauthorized("The signature of " + origin + " is not valid");
        }
        destinations.alive(origin);
        return origin;
    }

    /// "If this property is included, but the value does not match the receiving server's name, the receiving server must
    /// deny the request with an HTTP status code 401."
    private void requireMeantForThis(RequestSignature signature) {
        @Nullable String destination = signature.destination();
        if (destination != null && !destination.equals(ownName.text())) {
            throw unauthorized("The request is meant for another server than " + ownName);
        }
    }

    private Optional<VerifyKey> key(Request request, RequestSignature signature) {
        Optional<VerifyKey> known = keys.currentIfKnown(signature.origin(), signature.keyId());
        if (known.isPresent()) {
            return known;
        }
        countStranger(request, signature.origin());
        return current(signature);
    }

    /// Anybody can sign in an invented name, which costs others a request: that much is counted for the address.
    private void countStranger(Request request, ServerName origin) {
        if (keys.asksForStranger(origin)) {
            limits.take(RateLimitKind.STRANGER_KEYS, request.remoteAddress());
        }
    }

    private Optional<VerifyKey> current(RequestSignature signature) {
        return keys.current(signature.origin(), signature.keyId());
    }

    /// A server that was set up anew may have another key under an old id.
    private boolean isSignedWithANewKey(
            Request request, SignedRequest signed, RequestSignature signature) {
        countStranger(request, signature.origin());
        return keys.refresh(signature.origin())
                && current(signature).filter(key -> signed.isSignedBy(signature, key)).isPresent();
    }

    private static MatrixException unknownKey(RequestSignature signature) {
        return unauthorized(
                "The key " + signature.keyId() + " of " + signature.origin() + " is not known");
    }

    private static MatrixException unauthorized(String message) {
        return new MatrixException(ErrorCode.UNAUTHORIZED, message);
    }
}
