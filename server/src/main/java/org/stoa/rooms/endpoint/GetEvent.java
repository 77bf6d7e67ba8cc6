package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.RoomReading;

/// Gives one event of a room.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomideventeventid (v1.19).
public final class GetEvent implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/event/{eventId}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final RoomReading reading;

    /// Creates the endpoint.
    public GetEvent(RoomReading reading) {
        this.reading = reading;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.okJson(
                reading.event(
                        request.requester(),
                        RoomParameters.roomId(request),
                        RoomParameters.eventId(request),
                        RoomParameters.format(request)));
    }
}
