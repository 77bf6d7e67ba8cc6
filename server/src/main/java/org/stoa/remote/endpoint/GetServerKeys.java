package org.stoa.remote.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.remote.keys.OwnKeys;

/// Tells the keys that this server signs with, and those it signed with before.
///
/// Spec: server-server-api#get_matrixkeyv2server (v1.19).
public final class GetServerKeys implements Endpoint {
    private final OwnKeys keys;

    /// Tells these keys.
    public GetServerKeys(OwnKeys keys) {
        this.keys = keys;
    }

    @Override
    public Route route() {
        // Older servers name a key behind it; the answer may hold others.
        return Route.get("/_matrix/key/v2/server")
                .also("/_matrix/key/v2/server/{keyId}")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.GENERAL)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(keys.published());
    }
}
