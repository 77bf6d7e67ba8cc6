package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MembershipChanges;

/// Forgets a room that the user has left.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidforget (v1.19).
public final class ForgetRoom implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/forget", Era.V3, Era.R0, Era.API_V1)
                    .allowSuspended()
                    .build();

    private final Rooms rooms;
    private final MembershipChanges changes;

    /// Creates the endpoint.
    public ForgetRoom(Rooms rooms, MembershipChanges changes) {
        this.rooms = rooms;
        this.changes = changes;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        changes.forget(request.requester(), rooms.requireKnown(RoomParameters.roomId(request)));
        return Response.ok();
    }
}
