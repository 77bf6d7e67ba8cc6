package org.stoa.directory.endpoint;

import org.stoa.directory.PublicRooms;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Searches the published rooms for another server.
///
/// Spec: server-server-api#post_matrixfederationv1publicrooms (v1.19).
public final class SearchPublicRoomsForServers implements Endpoint {
    private static final Route ROUTE =
            Route.post("/_matrix/federation/v1/publicRooms").access(Access.SERVER).build();

    private final PublicRooms rooms;

    /// Creates the endpoint.
    public SearchPublicRoomsForServers(PublicRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(rooms.page(DirectoryWish.ofBody(request)));
    }
}
