package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.MembershipRepository;

/// Lists the rooms that the user is joined to.
///
/// Spec: client-server-api#get_matrixclientv3joined_rooms (v1.19).
public final class ListJoinedRooms implements Endpoint {
    private static final Route ROUTE =
            Route.get("/joined_rooms", Era.V3, Era.R0).access(Access.USER_OR_GUEST).build();

    private final Database database;
    private final Rooms rooms;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates the endpoint.
    public ListJoinedRooms(Database database, Rooms rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        long user = request.requester().userNid();
        JsonArray joined =
                database.read(
                        tx ->
                                JsonArray.ofStrings(
                                        memberships
                                                .roomsOf(
                                                        tx,
                                                        user,
                                                        Memberships.number(Membership.JOIN))
                                                .stream()
                                                .map(room -> rooms.roomId(tx, room))
                                                .map(RoomId::toString)
                                                .toList()));
        return Response.ok(JsonObject.of("joined_rooms", joined));
    }
}
