package org.stoa.rooms.endpoint;

import java.util.Optional;
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

/// Sends a message event without a transaction id, as clients of the first years do: each request sends one.
///
/// Source: legacy client API v1, "/rooms/{roomId}/send/{eventType}".
public final class SendMessageOnce implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/send/{eventType}", Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .allowSuspended()
                    .build();

    private final Rooms rooms;
    private final Sending sending;

    /// Creates the endpoint.
    public SendMessageOnce(Rooms rooms, Sending sending) {
        this.rooms = rooms;
        this.sending = sending;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        StoredEvent event =
                sending.message(
                        request.requester(),
                        rooms.require(RoomParameters.roomId(request)),
                        request.path("eventType"),
                        request.body(),
                        Optional.empty());
        return Response.ok(JsonObject.of("event_id", event.eventId().toString()));
    }
}
