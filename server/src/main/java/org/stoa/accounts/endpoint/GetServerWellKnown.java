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

/// Tells other servers where this one is, if that is configured.
///
/// Errors: M_NOT_FOUND when it is not. Spec: server-server-api#getwell-knownmatrixserver (v1.19).
public final class GetServerWellKnown implements Endpoint {

    private final @Nullable String serverAddress;

    /// Tells what is configured.
    public GetServerWellKnown(DiscoveryConfig config) {
        this.serverAddress = config.serverAddress();
    }

    @Override
    public Route route() {
        return Route.get("/.well-known/matrix/server")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.NONE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        if (serverAddress == null) {
            throw new MatrixException(
                    ErrorCode.NOT_FOUND, "There is no discovery information here");
        }
        return Response.ok(JsonObject.of("m.server", serverAddress));
    }
}
