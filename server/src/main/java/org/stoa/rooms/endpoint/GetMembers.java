package org.stoa.rooms.endpoint;

import java.util.List;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.read.Members;

/// Gives the member events of a room, now or at a point of the timeline.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidmembers (v1.19).
public final class GetMembers implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/members", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final Members members;

    /// Creates the endpoint.
    public GetMembers(Members members) {
        this.members = members;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Members.Wish wish =
                new Members.Wish(
                        request.query("at"),
                        memberships(request, "membership"),
                        memberships(request, "not_membership"),
                        RoomParameters.format(request));
        return EventArray.response(
                "chunk", members.events(request.requester(), RoomParameters.roomId(request), wish));
    }

    private static List<Membership> memberships(Request request, String name) {
        return request.queryAll(name).stream()
                .map(
                        text ->
                                Membership.of(text)
                                        .orElseThrow(
                                                () ->
                                                        RoomParameters.invalid(
                                                                name,
                                                                "join, invite, knock, leave or ban")))
                .toList();
    }
}
