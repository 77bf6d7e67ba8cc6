package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.RoomReading;

/// Gives the whole state of a room: the present one, or that in which the user left.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidstate (v1.19).
public final class GetState implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/state", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final RoomReading reading;

    /// Creates the endpoint.
    public GetState(RoomReading reading) {
        this.reading = reading;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return EventArray.response(
                reading.state(
                        request.requester(),
                        RoomParameters.roomId(request),
                        RoomParameters.format(request)));
    }
}
