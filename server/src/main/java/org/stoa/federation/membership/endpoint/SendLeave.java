package org.stoa.federation.membership.endpoint;

import java.nio.charset.StandardCharsets;
import org.stoa.federation.membership.resident.ResidentRooms;
import org.stoa.federation.membership.resident.SubmittedEvents;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.event.content.Membership;

/// Takes in that another server's user leaves, refuses an invite or takes a knock back.
///
/// Errors: M_NOT_FOUND; M_INVALID_PARAM; M_FORBIDDEN.
/// Spec: server-server-api#put_matrixfederationv2send_leaveroomideventid (v1.19); that of v1, which the specification does not have
/// any more, answers with an array.
public final class SendLeave implements Endpoint {
    private final Route route;
    private final byte[] answer;
    private final ResidentRooms rooms;
    private final SubmittedEvents submitted;

    private SendLeave(String path, String answer, ResidentRooms rooms, SubmittedEvents submitted) {
        this.route = Route.put(path).access(Access.SERVER).build();
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
        this.rooms = rooms;
        this.submitted = submitted;
    }

    /// The endpoint that is to be used.
    public static SendLeave current(ResidentRooms rooms, SubmittedEvents submitted) {
        return new SendLeave(
                "/_matrix/federation/v2/send_leave/{roomId}/{eventId}", "{}", rooms, submitted);
    }

    /// The one of old servers.
    public static SendLeave old(ResidentRooms rooms, SubmittedEvents submitted) {
        return new SendLeave(
                "/_matrix/federation/v1/send_leave/{roomId}/{eventId}",
                "[200,{}]",
                rooms,
                submitted);
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public Response handle(Request request) {
        submitted.take(rooms.require(request), request, Membership.LEAVE);
        return Response.okJson(answer);
    }
}
