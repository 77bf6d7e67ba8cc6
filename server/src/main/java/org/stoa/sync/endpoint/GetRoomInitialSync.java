package org.stoa.sync.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.head.Rooms;
import org.stoa.sync.old.InitialSync;

/// Tells the state of one room with its newest messages.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidinitialsync (v1.19), legacy client API v1.
public final class GetRoomInitialSync implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/initialSync", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final InitialSync initialSync;
    private final Rooms rooms;

    /// Creates the endpoint.
    public GetRoomInitialSync(InitialSync initialSync, Rooms rooms) {
        this.initialSync = initialSync;
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomId roomId =
                RoomId.tryParse(request.path("roomId"))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "roomId must be a room id"));
        return initialSync.ofRoom(
                request.requester(), rooms.require(roomId), PollParameters.limit(request));
    }
}
