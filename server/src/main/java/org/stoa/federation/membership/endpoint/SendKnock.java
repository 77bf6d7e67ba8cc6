package org.stoa.federation.membership.endpoint;

import org.stoa.federation.membership.MemberEvents;
import org.stoa.federation.membership.resident.ResidentRooms;
import org.stoa.federation.membership.resident.SubmittedEvents;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;

/// Takes in the knock of another server's user, and tells what who knocks may know of the room.
///
/// Errors: M_NOT_FOUND; M_INVALID_PARAM; M_FORBIDDEN.
/// Spec: server-server-api#put_matrixfederationv1send_knockroomideventid (v1.19).
public final class SendKnock implements Endpoint {
    private static final Route ROUTE =
            Route.put("/_matrix/federation/v1/send_knock/{roomId}/{eventId}")
                    .access(Access.SERVER)
                    .build();

    private final ResidentRooms rooms;
    private final SubmittedEvents submitted;
    private final MemberEvents memberEvents;

    /// Creates the endpoint.
    public SendKnock(ResidentRooms rooms, SubmittedEvents submitted, MemberEvents memberEvents) {
        this.rooms = rooms;
        this.submitted = submitted;
        this.memberEvents = memberEvents;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Room room = rooms.requireWhole(request);
        StoredEvent knock = submitted.take(room, request, Membership.KNOCK);
        return Response.ok(
                JsonObject.of(
                        "knock_room_state", memberEvents.told(room, knock.parsed().sender())));
    }
}
