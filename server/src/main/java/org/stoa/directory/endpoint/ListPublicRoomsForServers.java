package org.stoa.directory.endpoint;

import org.stoa.directory.PublicRooms;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Lists the published rooms to another server.
///
/// Spec: server-server-api#get_matrixfederationv1publicrooms (v1.19).
public final class ListPublicRoomsForServers implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/publicRooms").access(Access.SERVER).build();

    private final PublicRooms rooms;

    /// Creates the endpoint.
    public ListPublicRoomsForServers(PublicRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(rooms.page(DirectoryWish.ofQuery(request)));
    }
}
