package org.stoa.rooms.endpoint;

import java.util.OptionalLong;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.delayed.DelayedEvents;
import org.stoa.rooms.delayed.DelayedWish;
import org.stoa.rooms.head.Rooms;

/// Has an event sent later, once for each transaction id. A proposal, at its unstable path.
///
/// Errors: those of `DelayedEvents#schedule`.
/// Spec: MSC4140.
public final class ScheduleEvent implements Endpoint {
    private static final Route ROUTE =
            Route.put(
                            "/_matrix/client/unstable/org.matrix.msc4140/rooms/{roomId}/delayed_event/{eventType}/{txnId}")
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .build();

    /// By which the calls that send at once take a delay, as the proposal had it first and clients still do.
    private static final String DELAY = "org.matrix.msc4140.delay";

    private final Rooms rooms;
    private final DelayedEvents delayed;

    /// Creates the endpoint.
    public ScheduleEvent(Rooms rooms, DelayedEvents delayed) {
        this.rooms = rooms;
        this.delayed = delayed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Fields body = request.fields();
        DelayedWish wish =
                new DelayedWish(
                        request.path("eventType"),
                        body.string("state_key"),
                        body.requiredObject("content").json(),
                        request.optionalPath("txnId"),
                        body.requiredInteger("delay"));
        return scheduled(
                delayed.schedule(
                        request.requester(), rooms.require(RoomParameters.roomId(request)), wish));
    }

    /// The delay in the query of a call that sends at once; empty when it is to send at once. Errors: M_INVALID_PARAM.
    static OptionalLong delay(Request request) {
        return request.queryInteger(DELAY);
    }

    static Response scheduled(String delayId) {
        return Response.ok(JsonObject.of("delay_id", delayId));
    }
}
