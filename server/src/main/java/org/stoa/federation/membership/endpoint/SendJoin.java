package org.stoa.federation.membership.endpoint;

import org.stoa.federation.membership.resident.JoinedState;
import org.stoa.federation.membership.resident.ResidentRooms;
import org.stoa.federation.membership.resident.SubmittedEvents;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.JsonPieces;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;

/// Takes in the join of another server's user, and tells that server the room.
///
/// Errors: M_NOT_FOUND; M_INVALID_PARAM; M_FORBIDDEN; M_UNABLE_TO_AUTHORISE_JOIN, M_UNABLE_TO_GRANT_JOIN; M_LIMIT_EXCEEDED: the
/// answer is as large as the room.
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid (v1.19).
public final class SendJoin implements Endpoint {
    private static final Route ROUTE =
            Route.put("/_matrix/federation/v2/send_join/{roomId}/{eventId}")
                    .access(Access.SERVER)
                    .limit(RateLimitKind.EXPENSIVE)
                    .build();

    private final ResidentRooms rooms;
    private final SubmittedEvents submitted;
    private final JoinedState state;

    /// Creates the endpoint.
    public SendJoin(ResidentRooms rooms, SubmittedEvents submitted, JoinedState state) {
        this.rooms = rooms;
        this.submitted = submitted;
        this.state = state;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return Response.json(answer(request, request.queryBool("omit_members", false)));
    }

    JsonPieces answer(Request request, boolean omitsMembers) {
        Room room = rooms.requireWhole(request);
        StoredEvent join = submitted.take(room, request, Membership.JOIN);
        return state.answer(room, join, omitsMembers);
    }
}
