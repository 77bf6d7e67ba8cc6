package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.upgrade.RoomUpgrade;
import org.stoa.rooms.upgrade.UpgradeWish;

/// Replaces a room by one of another version.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidupgrade (v1.19).
public final class UpgradeRoom implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/upgrade", Era.V3, Era.R0)
                    .limit(RateLimitKind.CREATE_ROOM)
                    .build();

    private final Rooms rooms;
    private final RoomUpgrade upgrade;

    /// Creates the endpoint.
    public UpgradeRoom(Rooms rooms, RoomUpgrade upgrade) {
        this.rooms = rooms;
        this.upgrade = upgrade;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        UpgradeWish wish = UpgradeWish.of(request.requiredString("new_version"), request.body());
        RoomId replacement =
                upgrade.upgrade(
                        request.requester(), rooms.require(RoomParameters.roomId(request)), wish);
        return Response.ok(JsonObject.of("replacement_room", replacement.toString()));
    }
}
