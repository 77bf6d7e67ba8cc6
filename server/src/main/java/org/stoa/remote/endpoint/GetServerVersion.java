package org.stoa.remote.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Tells which program this is.
///
/// Spec: server-server-api#get_matrixfederationv1version (v1.19).
public final class GetServerVersion implements Endpoint {
    private final String version;

    /// Tells this version.
    public GetServerVersion(String version) {
        this.version = version;
    }

    @Override
    public Route route() {
        return Route.get("/_matrix/federation/v1/version").access(Access.PUBLIC).build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(
                JsonObject.of("server", JsonObject.of("name", "Stoa", "version", version)));
    }
}
