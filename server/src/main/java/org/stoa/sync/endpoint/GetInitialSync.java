package org.stoa.sync.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.sync.old.InitialSync;

/// Tells everything of the user's rooms that a client needs to begin.
///
/// Spec: client-server-api#get_matrixclientv3initialsync (v1.19), legacy client API v1.
public final class GetInitialSync implements Endpoint {
    private static final Route ROUTE =
            Route.get("/initialSync", Era.V3, Era.R0, Era.API_V1)
                    .limit(RateLimitKind.EXPENSIVE)
                    .build();

    private final InitialSync initialSync;

    /// Creates the endpoint.
    public GetInitialSync(InitialSync initialSync) {
        this.initialSync = initialSync;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        InitialSync.Wish wish =
                new InitialSync.Wish(
                        PollParameters.limit(request), request.queryBool("archived", false));
        return initialSync.ofAllRooms(request.requester(), wish);
    }
}
