package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.NearestEvents;

/// Gives the event of a room that is nearest to a time.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidtimestamp_to_event (v1.19).
public final class GetEventByTimestamp implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/timestamp_to_event", Era.V1)
                    .also("/org.matrix.msc3030/rooms/{roomId}/timestamp_to_event", Era.UNSTABLE)
                    .build();

    private final NearestEvents nearest;

    /// Creates the endpoint.
    public GetEventByTimestamp(NearestEvents nearest) {
        this.nearest = nearest;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        long ts = request.queryInteger("ts").orElseThrow(() -> missing("ts"));
        boolean backwards = RoomParameters.backwards(request).orElseThrow(() -> missing("dir"));
        StoredEvent event =
                nearest.nearest(
                        request.requester(), RoomParameters.roomId(request), ts, !backwards);
        return Response.ok(
                JsonObject.of(
                        "event_id",
                        event.eventId().toString(),
                        "origin_server_ts",
                        event.header().ts()));
    }

    private static MatrixException missing(String name) {
        return new MatrixException(
                ErrorCode.MISSING_PARAM, "The parameter " + name + " is missing");
    }
}
