package org.stoa.federation.query.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.hierarchy.SpaceHierarchy;

/// Tells another server of a space and its children.
///
/// Errors: M_INVALID_PARAM; M_NOT_FOUND when the server may not see the space, or it is not here.
/// Spec: server-server-api#get_matrixfederationv1hierarchyroomid (v1.19).
public final class GetSpace implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/hierarchy/{roomId}").access(Access.SERVER).build();

    private final SpaceHierarchy hierarchy;

    /// Creates the endpoint.
    public GetSpace(SpaceHierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomId space =
                RoomId.tryParse(request.path("roomId"))
                        .orElseThrow(() -> request.invalidQuery("roomId", "a room id"));
        return Response.ok(
                hierarchy.forServer(
                        request.origin(), space, request.queryBool("suggested_only", false)));
    }
}
