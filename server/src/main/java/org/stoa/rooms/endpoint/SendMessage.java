package org.stoa.rooms.endpoint;

import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.delayed.DelayedEvents;
import org.stoa.rooms.delayed.DelayedWish;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.send.Sending;

/// Sends a message event, once for each transaction id; with a delay it is scheduled (MSC4140).
///
/// Spec: client-server-api#put_matrixclientv3roomsroomidsendeventtypetxnid (v1.19).
public final class SendMessage implements Endpoint {
    private static final Route ROUTE =
            Route.put("/rooms/{roomId}/send/{eventType}/{txnId}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .allowSuspended()
                    .build();

    private final Rooms rooms;
    private final Sending sending;
    private final DelayedEvents delayed;

    /// Creates the endpoint.
    public SendMessage(Rooms rooms, Sending sending, DelayedEvents delayed) {
        this.rooms = rooms;
        this.sending = sending;
        this.delayed = delayed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Room room = rooms.require(RoomParameters.roomId(request));
        String type = request.path("eventType");
        Optional<String> txnId = request.optionalPath("txnId");
        OptionalLong delay = ScheduleEvent.delay(request);
        if (delay.isPresent()) {
            DelayedWish wish =
                    new DelayedWish(
                            type, Optional.empty(), request.body(), txnId, delay.getAsLong());
            return ScheduleEvent.scheduled(delayed.schedule(request.requester(), room, wish));
        }
        StoredEvent event = sending.message(request.requester(), room, type, request.body(), txnId);
        return Response.ok(JsonObject.of("event_id", event.eventId().toString()));
    }
}
