package org.stoa.rooms.receipts.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.receipts.FullyReadMarkers;
import org.stoa.rooms.receipts.ReceiptKind;
import org.stoa.rooms.receipts.Receipts;

/// Notes that the user has read a room, or one thread of it, up to an event.
///
/// Spec: client-server-api#post_matrixclientv3roomsroomidreceiptreceipttypeeventid (v1.19).
public final class SendReceipt implements Endpoint {
    private static final Route ROUTE =
            Route.post(
                            "/rooms/{roomId}/receipt/{receiptType}/{eventId}",
                            Era.V3,
                            Era.R0,
                            Era.V2_ALPHA)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .allowSuspended()
                    .build();

    private final Receipts receipts;
    private final FullyReadMarkers markers;

    /// Creates the endpoint.
    public SendReceipt(Receipts receipts, FullyReadMarkers markers) {
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
        EventId eventId = ReceiptParameters.eventId(request.path("eventId"));
        String type = request.path("receiptType");
        Fields body = request.fields();
        if (type.equals(FullyReadMarkers.TYPE)) {
            if (body.json().has("thread_id")) {
                throw new MatrixException(
                        ErrorCode.INVALID_PARAM, "m.fully_read is not for a thread");
            }
            markers.set(request.requester(), roomId, eventId);
            return Response.ok();
        }
        ReceiptKind kind =
                ReceiptKind.of(type)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "Receipts are m.read, m.read.private or m.fully_read"));
        receipts.set(request.requester(), roomId, kind, eventId, ReceiptParameters.threadId(body));
        return Response.ok();
    }
}
