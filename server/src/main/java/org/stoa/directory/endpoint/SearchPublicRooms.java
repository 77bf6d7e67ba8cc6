package org.stoa.directory.endpoint;

import org.stoa.directory.Directories;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Searches the published rooms.
///
/// Spec: client-server-api#post_matrixclientv3publicrooms (v1.19).
public final class SearchPublicRooms implements Endpoint {
    private static final Route ROUTE =
            Route.post("/publicRooms", Era.V3, Era.R0)
                    .access(Access.USER_OR_GUEST)
                    .allowSuspended()
                    .build();

    private final Directories directories;

    /// Creates the endpoint.
    public SearchPublicRooms(Directories directories) {
        this.directories = directories;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(directories.page(request, DirectoryWish.ofBody(request)));
    }
}
