package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.delayed.DelayedEvents;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.rooms.DelayedEvent;

/// Tells of one delayed event of the user, also of one that waits no more. A proposal, at its unstable path.
///
/// Errors: M_NOT_FOUND.
/// Spec: MSC4140.
public final class GetDelayedEvent implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}")
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final Rooms rooms;
    private final DelayedEvents delayed;

    /// Creates the endpoint.
    public GetDelayedEvent(Rooms rooms, DelayedEvents delayed) {
        this.rooms = rooms;
        this.delayed = delayed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        DelayedEvent event = delayed.of(request.requester(), request.path("delayId"));
        return Response.ok(DelayedEventJson.of(event, rooms));
    }
}
