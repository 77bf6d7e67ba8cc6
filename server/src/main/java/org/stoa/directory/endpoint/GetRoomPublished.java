package org.stoa.directory.endpoint;

import org.stoa.directory.PublicRooms;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Tells whether a room is published.
///
/// Spec: client-server-api#get_matrixclientv3directorylistroomroomid (v1.19).
public final class GetRoomPublished implements Endpoint {
    private static final Route ROUTE =
            Route.get("/directory/list/room/{roomId}", Era.V3, Era.R0)
                    .access(Access.PUBLIC)
                    .build();

    private final PublicRooms rooms;

    /// Creates the endpoint.
    public GetRoomPublished(PublicRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        boolean published = rooms.isPublished(AliasParameter.roomId(request.path("roomId")));
        return Response.ok(JsonObject.of("visibility", published ? "public" : "private"));
    }
}
