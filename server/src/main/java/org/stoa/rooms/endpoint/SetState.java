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
import org.stoa.http.auth.Requester;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.delayed.DelayedEvents;
import org.stoa.rooms.delayed.DelayedWish;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MembershipChanges;
import org.stoa.rooms.send.Sending;

/// Sets a state of a room; an empty state key may be left out of the path. With a delay it is scheduled (MSC4140).
///
/// Spec: client-server-api#put_matrixclientv3roomsroomidstateeventtypestatekey (v1.19).
public final class SetState implements Endpoint {
    private static final Route ROUTE =
            Route.put("/rooms/{roomId}/state/{eventType}/{stateKey}", Era.V3, Era.R0, Era.API_V1)
                    .also("/rooms/{roomId}/state/{eventType}", Era.V3, Era.R0, Era.API_V1)
                    .also("/rooms/{roomId}/state/{eventType}/", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .build();

    private final Rooms rooms;
    private final Sending sending;
    private final MembershipChanges changes;
    private final DelayedEvents delayed;

    /// Creates the endpoint.
    public SetState(
            Rooms rooms, Sending sending, MembershipChanges changes, DelayedEvents delayed) {
        this.delayed = delayed;
        this.rooms = rooms;
        this.sending = sending;
        this.changes = changes;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        Room room = rooms.require(RoomParameters.roomId(request));
        String type = request.path("eventType");
        String stateKey = request.optionalPath("stateKey").orElse("");
        OptionalLong delay = ScheduleEvent.delay(request);
        if (delay.isPresent()) {
            DelayedWish wish =
                    new DelayedWish(
                            type,
                            Optional.of(stateKey),
                            request.body(),
                            Optional.empty(),
                            delay.getAsLong());
            return ScheduleEvent.scheduled(delayed.schedule(requester, room, wish));
        }
        StoredEvent event =
                type.equals("m.room.member")
                        ? changes.set(requester, room, stateKey, request.body())
                        : sending.state(requester, room, type, stateKey, request.body());
        return Response.ok(JsonObject.of("event_id", event.eventId().toString()));
    }
}
