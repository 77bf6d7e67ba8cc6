package org.stoa.sync.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.read.EventFormat;
import org.stoa.sync.old.EventById;

/// Tells one event, whatever its room.
///
/// Spec: client-server-api#get_matrixclientv3eventseventid (v1.19), legacy client API v1.
public final class GetEventById implements Endpoint {
    private static final Route ROUTE =
            Route.get("/events/{eventId}", Era.V3, Era.R0, Era.API_V1).build();

    private final EventById events;

    /// Creates the endpoint.
    public GetEventById(EventById events) {
        this.events = events;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        EventId eventId =
                EventId.tryParse(request.path("eventId")).orElseThrow(EventStore::notFound);
        EventFormat format = request.era() == Era.V3 ? EventFormat.CLIENT : EventFormat.LEGACY;
        return Response.okJson(events.find(request.requester(), eventId, format));
    }
}
