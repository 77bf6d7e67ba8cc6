package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.OpenIdTokens;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.json.JsonObject;

/// Gives the user a token by which another service can learn who the user is, such as a widget.
///
/// Errors: M_FORBIDDEN for somebody else. Spec: client-server-api#post_matrixclientv3useruseridopenidrequest_token (v1.19).
public final class RequestOpenIdToken implements Endpoint {

    private final OpenIdTokens tokens;

    /// Gives out these tokens.
    public RequestOpenIdToken(OpenIdTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Route route() {
        return Route.post("/user/{userId}/openid/request_token", Era.V3, Era.R0).build();
    }

    @Override
    public Response handle(Request request) {
        Requester requester = OwnAccount.of(request);
        request.body();
        return Response.ok(
                JsonObject.builder()
                        .put("access_token", tokens.make(requester.userNid()))
                        .put("token_type", "Bearer")
                        .put("matrix_server_name", requester.userId().server().text())
                        .put("expires_in", OpenIdTokens.LIFETIME.toSeconds())
                        .build());
    }
}
