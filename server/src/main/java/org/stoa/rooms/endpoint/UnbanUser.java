package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MembershipChanges;

/// Lifts the ban of a user.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidunban (v1.19).
public final class UnbanUser implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/unban", Era.V3, Era.R0, Era.API_V1)
                    .limit(RateLimitKind.GENERAL)
                    .build();

    private final Rooms rooms;
    private final MembershipChanges changes;

    /// Creates the endpoint.
    public UnbanUser(Rooms rooms, MembershipChanges changes) {
        this.rooms = rooms;
        this.changes = changes;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        changes.unban(
                request.requester(),
                rooms.require(RoomParameters.roomId(request)),
                RoomParameters.target(request),
                RoomParameters.reason(request));
        return Response.ok();
    }
}
