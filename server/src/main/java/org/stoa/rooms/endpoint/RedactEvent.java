package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.send.Sending;

/// Redacts an event, once for each transaction id.
///
/// Spec: client-server-api#put_matrixclientv3roomsroomidredacteventidtxnid (v1.19).
public final class RedactEvent implements Endpoint {
    private static final Route ROUTE =
            Route.put("/rooms/{roomId}/redact/{eventId}/{txnId}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .allowSuspended()
                    .build();

    private final Rooms rooms;
    private final Sending sending;

    /// Creates the endpoint.
    public RedactEvent(Rooms rooms, Sending sending) {
        this.rooms = rooms;
        this.sending = sending;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        StoredEvent redaction =
                sending.redaction(
                        request.requester(),
                        rooms.require(RoomParameters.roomId(request)),
                        RoomParameters.eventId(request),
                        RoomParameters.reason(request),
                        request.optionalPath("txnId"));
        return Response.ok(JsonObject.of("event_id", redaction.eventId().toString()));
    }
}
