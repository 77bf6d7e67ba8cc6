package org.stoa.federation.history.endpoint;

import org.stoa.federation.history.AskedEvents;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;

/// Tells another server which event of a room is nearest to a time.
///
/// Errors: M_INVALID_PARAM, M_MISSING_PARAM; M_FORBIDDEN when the server is not in the room; M_NOT_FOUND when there is no such event.
/// Spec: server-server-api#get_matrixfederationv1timestamp_to_eventroomid (v1.19).
public final class GetPduByTimestamp implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/timestamp_to_event/{roomId}")
                    .also(
                            "/_matrix/federation/unstable/org.matrix.msc3030/timestamp_to_event/{roomId}")
                    .access(Access.SERVER)
                    .build();

    private final AskedEvents events;

    /// Creates the endpoint.
    public GetPduByTimestamp(AskedEvents events) {
        this.events = events;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        long ts =
                request.queryInteger("ts")
                        .orElseThrow(() -> request.invalidQuery("ts", "a time in milliseconds"));
        StoredEvent event =
                events.nearest(
                        request.origin(), PduParameters.roomId(request), ts, forwards(request));
        return Response.ok(
                JsonObject.of(
                        "event_id",
                        event.eventId().toString(),
                        "origin_server_ts",
                        event.header().ts()));
    }

    private static boolean forwards(Request request) {
        return switch (request.requiredQuery("dir")) {
            case "f" -> true;
            case "b" -> false;
            default -> throw request.invalidQuery("dir", "f or b");
        };
    }
}
