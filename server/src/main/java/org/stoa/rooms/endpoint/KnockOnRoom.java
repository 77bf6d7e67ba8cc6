package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.membership.Entrances;
import org.stoa.rooms.membership.RoomPlace;

/// Knocks on a room by its id or alias.
///
/// Spec: client-server-api#post_matrixclientv3knockroomidoralias (v1.19).
public final class KnockOnRoom implements Endpoint {
    private static final Route ROUTE =
            Route.post("/knock/{roomIdOrAlias}", Era.V3, Era.R0).limit(RateLimitKind.JOIN).build();

    private final PlaceFinder finder;
    private final Entrances entrances;

    /// Creates the endpoint.
    public KnockOnRoom(PlaceFinder finder, Entrances entrances) {
        this.finder = finder;
        this.entrances = entrances;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomPlace room = finder.find(request, request.path("roomIdOrAlias"));
        entrances.knock(request.requester(), room, RoomParameters.reason(request));
        return Response.ok(JsonObject.of("room_id", room.roomId().toString()));
    }
}
