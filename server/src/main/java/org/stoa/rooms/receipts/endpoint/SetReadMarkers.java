package org.stoa.rooms.receipts.endpoint;

import java.util.Optional;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.receipts.FullyReadMarkers;
import org.stoa.rooms.receipts.ReceiptKind;
import org.stoa.rooms.receipts.Receipts;

/// Moves the fully-read marker of a room, and the receipts with it.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidread_markers (v1.19).
public final class SetReadMarkers implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/read_markers", Era.V3, Era.R0, Era.UNSTABLE)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .allowSuspended()
                    .build();

    private final Receipts receipts;
    private final FullyReadMarkers markers;

    /// Creates the endpoint.
    public SetReadMarkers(Receipts receipts, FullyReadMarkers markers) {
        this.receipts = receipts;
        this.markers = markers;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomId roomId = ReceiptParameters.roomId(request);
        Requester requester = request.requester();
        Fields body = request.fields();
        Optional<EventId> fullyRead =
                body.string(FullyReadMarkers.TYPE).map(ReceiptParameters::eventId);
        for (ReceiptKind kind : ReceiptKind.values()) {
            body.string(kind.type())
                    .map(ReceiptParameters::eventId)
                    .ifPresent(
                            eventId ->
                                    receipts.set(
                                            requester, roomId, kind, eventId, Optional.empty()));
        }
        fullyRead.ifPresent(eventId -> markers.set(requester, roomId, eventId));
        return Response.ok();
    }
}
