package org.stoa.accounts.endpoint;

import org.stoa.accounts.register.SharedSecret;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Gives out a nonce for registering with the shared secret. Only there when a secret is configured.
///
/// Spec: Synapse, docs/admin_api/register_api.
public final class GetRegistrationNonce implements Endpoint {

    private final SharedSecret secret;

    /// Gives out nonces of this secret.
    public GetRegistrationNonce(SharedSecret secret) {
        this.secret = secret;
    }

    @Override
    public Route route() {
        return Route.get(RegisterWithSharedSecret.PATH)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.REGISTER)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(JsonObject.of("nonce", secret.nonce()));
    }
}
