package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.RoomReading;

/// Gives one state of a room: its content, or with `format=event` the whole event.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidstateeventtypestatekey (v1.19).
public final class GetStateEvent implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/state/{eventType}/{stateKey}", Era.V3, Era.R0, Era.API_V1)
                    .also("/rooms/{roomId}/state/{eventType}", Era.V3, Era.R0, Era.API_V1)
                    .also("/rooms/{roomId}/state/{eventType}/", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final RoomReading reading;

    /// Creates the endpoint.
    public GetStateEvent(RoomReading reading) {
        this.reading = reading;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        boolean whole =
                switch (request.query("format").orElse("content")) {
                    case "event" -> true;
                    case "content" -> false;
                    default ->
                            throw new MatrixException(
                                    ErrorCode.INVALID_PARAM, "format is either event or content");
                };
        String type = request.path("eventType");
        String stateKey = request.optionalPath("stateKey").orElse("");
        if (whole) {
            return Response.okJson(
                    reading.stateEvent(
                            request.requester(),
                            RoomParameters.roomId(request),
                            type,
                            stateKey,
                            RoomParameters.format(request)));
        }
        JsonObject content =
                reading.stateContent(
                        request.requester(), RoomParameters.roomId(request), type, stateKey);
        return Response.ok(content);
    }
}
