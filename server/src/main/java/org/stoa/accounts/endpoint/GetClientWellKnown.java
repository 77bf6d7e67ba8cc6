package org.stoa.accounts.endpoint;

import org.jspecify.annotations.Nullable;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// Tells clients where the server is, if that is configured.
///
/// Errors: M_NOT_FOUND when it is not. Spec: client-server-api#getwell-knownmatrixclient (v1.19).
public final class GetClientWellKnown implements Endpoint {

    private final @Nullable String publicBaseUrl;

    /// Tells what is configured.
    public GetClientWellKnown(DiscoveryConfig config) {
        this.publicBaseUrl = config.publicBaseUrl();
    }

    @Override
    public Route route() {
        return Route.get("/.well-known/matrix/client")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.NONE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        if (publicBaseUrl == null) {
            throw new MatrixException(
                    ErrorCode.NOT_FOUND, "There is no discovery information here");
        }
        return Response.ok(answer(publicBaseUrl));
    }

    /// Returns the discovery information, as it is also told at log-in.
    static JsonObject answer(String publicBaseUrl) {
        return JsonObject.of("m.homeserver", JsonObject.of("base_url", publicBaseUrl));
    }
}
