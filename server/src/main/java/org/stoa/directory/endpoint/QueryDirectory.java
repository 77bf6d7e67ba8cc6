package org.stoa.directory.endpoint;

import org.stoa.directory.AliasDirectory;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomAlias;

/// Tells another server which room an alias of this one stands for.
///
/// Errors: M_MISSING_PARAM; M_INVALID_PARAM when that is no alias; M_NOT_FOUND when there is no such alias here.
/// Spec: server-server-api#get_matrixfederationv1querydirectory (v1.19).
public final class QueryDirectory implements Endpoint {
    private final AliasDirectory directory;

    /// Creates the endpoint.
    public QueryDirectory(AliasDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Route route() {
        return Route.get("/_matrix/federation/v1/query/directory").access(Access.SERVER).build();
    }

    @Override
    public Response handle(Request request) {
        RoomAlias alias =
                RoomAlias.tryParse(request.requiredQuery("room_alias"))
                        .orElseThrow(() -> request.invalidQuery("room_alias", "a room alias"));
        return ResolveAlias.answer(directory.resolveOwn(alias));
    }
}
