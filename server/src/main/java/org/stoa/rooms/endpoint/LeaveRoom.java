package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.membership.Entrances;

/// Leaves a room, refuses an invite, or takes a knock back.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidleave (v1.19).
public final class LeaveRoom implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/leave", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.GENERAL)
                    .allowSuspended()
                    .build();

    private final Entrances entrances;

    /// Creates the endpoint.
    public LeaveRoom(Entrances entrances) {
        this.entrances = entrances;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        entrances.leave(
                request.requester(),
                RoomParameters.roomId(request),
                RoomParameters.reason(request));
        return Response.ok();
    }
}
