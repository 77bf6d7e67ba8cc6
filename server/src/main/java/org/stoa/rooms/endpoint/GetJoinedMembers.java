package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.Members;

/// Gives the joined members of a room with their names and pictures.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidjoined_members (v1.19).
public final class GetJoinedMembers implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/joined_members", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final Members members;

    /// Creates the endpoint.
    public GetJoinedMembers(Members members) {
        this.members = members;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.json(members.joined(request.requester(), RoomParameters.roomId(request)));
    }
}
