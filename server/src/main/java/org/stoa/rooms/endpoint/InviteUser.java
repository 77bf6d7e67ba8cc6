package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MembershipChanges;

/// Invites a user to a room. Invitations by e-mail or phone are refused: this server has no identity server to ask.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidinvite (v1.19).
public final class InviteUser implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/invite", Era.V3, Era.R0, Era.API_V1)
                    .limit(RateLimitKind.INVITE)
                    .build();

    private final Rooms rooms;
    private final MembershipChanges changes;

    /// Creates the endpoint.
    public InviteUser(Rooms rooms, MembershipChanges changes) {
        this.rooms = rooms;
        this.changes = changes;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        if (!request.body().has("user_id") && request.body().has("medium")) {
            throw new MatrixException(
                    ErrorCode.THREEPID_DENIED, "This server cannot invite by e-mail or phone");
        }
        changes.invite(
                request.requester(),
                rooms.require(RoomParameters.roomId(request)),
                RoomParameters.target(request),
                RoomParameters.reason(request));
        return Response.ok();
    }
}
