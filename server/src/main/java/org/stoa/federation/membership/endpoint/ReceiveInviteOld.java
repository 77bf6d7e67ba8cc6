package org.stoa.federation.membership.endpoint;

import java.nio.charset.StandardCharsets;
import org.stoa.federation.membership.resident.ReceivedInvites;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Takes in an invite in the form of old servers: the event itself is the body, and "servers which receive a v1 invite request
/// must assume that the room version is either "1" or "2"".
///
/// Errors: as of [ReceiveInvite].
/// Spec: server-server-api#put_matrixfederationv1inviteroomideventid (v1.19).
public final class ReceiveInviteOld implements Endpoint {
    private static final Route ROUTE =
            Route.put("/_matrix/federation/v1/invite/{roomId}/{eventId}")
                    .access(Access.SERVER)
                    .limit(RateLimitKind.INVITE)
                    .build();

    private final ReceivedInvites invites;

    /// Creates the endpoint.
    public ReceiveInviteOld(ReceivedInvites invites) {
        this.invites = invites;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        JsonObject event = request.body();
        JsonArray told =
                event.object("unsigned")
                        .flatMap(unsigned -> unsigned.array("invite_room_state"))
                        .orElse(JsonArray.EMPTY);
        RoomId roomId = ReceiveInvite.roomId(request);
        JsonObject signed =
                invites.take(
                        new ReceivedInvites.Received(
                                request.origin(),
                                roomId,
                                request.path("eventId"),
                                invites.oldVersion(roomId),
                                event,
                                told));
        String answer = "[200," + JsonObject.of("event", signed) + "]";
        return Response.okJson(answer.getBytes(StandardCharsets.UTF_8));
    }
}
