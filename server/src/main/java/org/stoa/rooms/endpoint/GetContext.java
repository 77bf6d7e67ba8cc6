package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.EventContext;

/// Gives an event with those before and after it.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidcontexteventid (v1.19).
public final class GetContext implements Endpoint {
    private static final int DEFAULT_LIMIT = 10;
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/context/{eventId}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final EventContext context;

    /// Creates the endpoint.
    public GetContext(EventContext context) {
        this.context = context;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return context.around(
                request.requester(),
                RoomParameters.roomId(request),
                RoomParameters.eventId(request),
                RoomParameters.limit(request, DEFAULT_LIMIT),
                RoomParameters.filter(request),
                RoomParameters.format(request));
    }
}
