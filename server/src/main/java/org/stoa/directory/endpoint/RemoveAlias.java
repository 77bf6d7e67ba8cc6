package org.stoa.directory.endpoint;

import org.stoa.directory.AliasDirectory;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Removes an alias.
///
/// Spec: client-server-api#delete_matrixclientv3directoryroomroomalias (v1.19).
public final class RemoveAlias implements Endpoint {
    private static final Route ROUTE =
            Route.delete("/directory/room/{roomAlias}", Era.V3, Era.R0, Era.API_V1).build();

    private final AliasDirectory directory;

    /// Creates the endpoint.
    public RemoveAlias(AliasDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        directory.remove(request.requester(), AliasParameter.alias(request));
        return Response.ok();
    }
}
