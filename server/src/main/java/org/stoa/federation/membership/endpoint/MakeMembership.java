package org.stoa.federation.membership.endpoint;

import java.util.List;
import org.stoa.federation.membership.resident.MemberTemplates;
import org.stoa.federation.membership.resident.ResidentRooms;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;

/// Proposes to another server the place where one of its users may join a room, knock on it or leave it: three operations that
/// differ by the membership.
///
/// Errors: M_NOT_FOUND; M_FORBIDDEN; M_INCOMPATIBLE_ROOM_VERSION, M_UNABLE_TO_AUTHORISE_JOIN, M_UNABLE_TO_GRANT_JOIN.
/// Spec: server-server-api#get_matrixfederationv1make_joinroomiduserid, #get_matrixfederationv1make_knockroomiduserid,
/// #get_matrixfederationv1make_leaveroomiduserid (v1.19).
public final class MakeMembership implements Endpoint {
    private final Membership membership;
    private final Route route;
    private final ResidentRooms rooms;
    private final MemberTemplates templates;

    private MakeMembership(
            Membership membership, String path, ResidentRooms rooms, MemberTemplates templates) {
        this.membership = membership;
        this.route = Route.get(path).access(Access.SERVER).build();
        this.rooms = rooms;
        this.templates = templates;
    }

    /// Creates the three endpoints.
    public static List<Endpoint> all(ResidentRooms rooms, MemberTemplates templates) {
        return List.of(
                new MakeMembership(
                        Membership.JOIN,
                        "/_matrix/federation/v1/make_join/{roomId}/{userId}",
                        rooms,
                        templates),
                new MakeMembership(
                        Membership.KNOCK,
                        "/_matrix/federation/v1/make_knock/{roomId}/{userId}",
                        rooms,
                        templates),
                new MakeMembership(
                        Membership.LEAVE,
                        "/_matrix/federation/v1/make_leave/{roomId}/{userId}",
                        rooms,
                        templates));
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public Response handle(Request request) {
        UserId user = ResidentRooms.user(request);
        if (membership == Membership.LEAVE) {
            return Response.ok(templates.forLeaving(rooms.require(request), user));
        }
        Room room = rooms.requireWhole(request);
        List<String> versions = request.queryAll("ver");
        // "Defaults to [1]."
        List<String> known = versions.isEmpty() ? List.of(RoomVersion.V1.id()) : versions;
        return Response.ok(templates.forEntry(room, user, membership, known));
    }
}
