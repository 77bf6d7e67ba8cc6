package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.membership.Entrances;
import org.stoa.rooms.membership.RoomPlace;

/// Joins a room by its id or alias.
///
/// Spec: client-server-api#post_matrixclientv3joinroomidoralias (v1.19).
public final class JoinRoomByName implements Endpoint {
    private static final Route ROUTE =
            Route.post("/join/{roomIdOrAlias}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.JOIN)
                    .build();

    private final PlaceFinder finder;
    private final Entrances entrances;

    /// Creates the endpoint.
    public JoinRoomByName(PlaceFinder finder, Entrances entrances) {
        this.finder = finder;
        this.entrances = entrances;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomParameters.refuseThirdPartySigned(request);
        RoomPlace room = finder.find(request, request.path("roomIdOrAlias"));
        entrances.join(request.requester(), room, request.body());
        return Response.ok(JsonObject.of("room_id", room.roomId().toString()));
    }
}
