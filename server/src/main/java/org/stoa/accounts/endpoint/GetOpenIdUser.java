package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.OpenIdTokens;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// Tells another service whose OpenID token it was given. Nobody has to sign for that: the token is the proof.
///
/// Errors: M_MISSING_TOKEN, M_UNKNOWN_TOKEN. Spec: server-server-api#get_matrixfederationv1openiduserinfo (v1.19).
public final class GetOpenIdUser implements Endpoint {

    private final OpenIdTokens tokens;

    /// Knows these tokens.
    public GetOpenIdUser(OpenIdTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Route route() {
        return Route.get("/_matrix/federation/v1/openid/userinfo")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.PROBE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        String token =
                request.query("access_token")
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.MISSING_TOKEN,
                                                "The parameter 'access_token' is missing"));
        return tokens.ownerOf(token)
                .map(user -> Response.ok(JsonObject.of("sub", user.toString())))
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.UNKNOWN_TOKEN,
                                        "The OpenID token is unknown or too old"));
    }
}
