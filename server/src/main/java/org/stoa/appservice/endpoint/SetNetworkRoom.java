package org.stoa.appservice.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.AppService;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.appservice.NetworkRoomRepository;

/// Puts a room into the directory that an application service keeps for a network, or takes it out.
///
/// Errors: M_NOT_FOUND when there is no such room here; M_INVALID_PARAM, M_MISSING_PARAM; M_FORBIDDEN for everybody but services.
/// Spec: application-service-api#put_matrixclientv3directorylistappservicenetworkidroomid (v1.19).
public final class SetNetworkRoom implements Endpoint {
    private final Database database;
    private final Rooms rooms;
    private final NetworkRoomRepository repository = new NetworkRoomRepository();

    /// Keeps them in this database.
    public SetNetworkRoom(Database database, Rooms rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return Route.put("/directory/list/appservice/{networkId}/{roomId}", Era.V3, Era.R0)
                .access(Access.APP_SERVICE)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        String service = request.requester().appService().map(AppService::id).orElseThrow();
        String network = request.path("networkId");
        boolean isPublic = isPublic(request.requiredString("visibility"));
        Room room =
                RoomId.tryParse(request.path("roomId"))
                        .flatMap(rooms::find)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND, "There is no such room"));
        database.execute(
                tx -> {
                    if (isPublic) {
                        repository.add(tx, service, network, room.nid());
                    } else {
                        repository.remove(tx, service, network, room.nid());
                    }
                });
        return Response.ok();
    }

    private static boolean isPublic(String visibility) {
        return switch (visibility) {
            case "public" -> true;
            case "private" -> false;
            default ->
                    throw new MatrixException(
                            ErrorCode.INVALID_PARAM, "visibility is public or private");
        };
    }
}
