package org.stoa.directory.endpoint;

import org.stoa.directory.PublicRooms;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// Publishes a room, or takes it from the directory.
///
/// Spec: client-server-api#put_matrixclientv3directorylistroomroomid (v1.19).
public final class SetRoomPublished implements Endpoint {
    private static final Route ROUTE =
            Route.put("/directory/list/room/{roomId}", Era.V3, Era.R0).build();

    private final PublicRooms rooms;

    /// Creates the endpoint.
    public SetRoomPublished(PublicRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        rooms.publish(
                request.requester(),
                AliasParameter.roomId(request.path("roomId")),
                publish(request.body()));
        return Response.ok();
    }

    /// "Defaults to `public`."
    private static boolean publish(JsonObject body) {
        String visibility =
                body.has("visibility") ? body.string("visibility").orElse("") : "public";
        return switch (visibility) {
            case "public" -> true;
            case "private" -> false;
            default ->
                    throw new MatrixException(
                            ErrorCode.BAD_JSON, "visibility is either public or private");
        };
    }
}
