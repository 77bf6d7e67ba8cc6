package org.stoa.federation.membership.endpoint;

import org.stoa.federation.membership.resident.ReceivedInvites;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;

/// Takes in an invite of one of this server's users, and signs it.
///
/// Errors: M_INVALID_PARAM; M_INCOMPATIBLE_ROOM_VERSION; M_FORBIDDEN; M_INVITE_BLOCKED; M_LIMIT_EXCEEDED: a server has as many
/// invites as a user.
/// Spec: server-server-api#put_matrixfederationv2inviteroomideventid (v1.19).
public final class ReceiveInvite implements Endpoint {
    private static final Route ROUTE =
            Route.put("/_matrix/federation/v2/invite/{roomId}/{eventId}")
                    .access(Access.SERVER)
                    .limit(RateLimitKind.INVITE)
                    .build();

    private final ReceivedInvites invites;

    /// Creates the endpoint.
    public ReceiveInvite(ReceivedInvites invites) {
        this.invites = invites;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        JsonObject body = request.body();
        String version = request.requiredString("room_version");
        JsonObject event =
                body.object("event")
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.MISSING_PARAM, "Expected an event"));
        JsonArray told = body.array("invite_room_state").orElse(JsonArray.EMPTY);
        JsonObject signed =
                invites.take(
                        new ReceivedInvites.Received(
                                request.origin(),
                                roomId(request),
                                request.path("eventId"),
                                RoomVersion.of(version).orElseThrow(() -> incompatible(version)),
                                event,
                                told));
        return Response.ok(JsonObject.of("event", signed));
    }

    static RoomId roomId(Request request) {
        return RoomId.tryParse(request.path("roomId"))
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.INVALID_PARAM, "roomId is not a room id"));
    }

    private static MatrixException incompatible(String version) {
        Json named = new JsonString(version);
        return new MatrixException(
                        ErrorCode.INCOMPATIBLE_ROOM_VERSION,
                        "This server does not know the version of the room")
                .with("room_version", named);
    }
}
