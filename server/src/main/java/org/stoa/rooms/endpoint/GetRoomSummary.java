package org.stoa.rooms.endpoint;

import java.util.Optional;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.preview.PreviewAccess;
import org.stoa.rooms.preview.RoomSummaries;

/// Summarises a room for somebody who may join it, knock on it or read it; also without a token where anybody may. The older
/// paths name two members by the prefix too.
///
/// Errors: M_NOT_FOUND, also for a room that the user may not see.
/// Spec: client-server-api#get_matrixclientv1room_summaryroomidoralias (v1.19), MSC3266.
public final class GetRoomSummary implements Endpoint {
    private static final String OLD = "im.nheko.summary.";
    private static final Route ROUTE =
            Route.get("/room_summary/{roomIdOrAlias}", Era.V1)
                    .also("/im.nheko.summary/summary/{roomIdOrAlias}", Era.UNSTABLE)
                    .also("/im.nheko.summary/rooms/{roomIdOrAlias}/summary", Era.UNSTABLE)
                    .access(Access.OPTIONAL)
                    .build();

    private final RoomFinder finder;
    private final RoomSummaries summaries;
    private final PreviewAccess access;

    /// Creates the endpoint.
    public GetRoomSummary(RoomFinder finder, RoomSummaries summaries, PreviewAccess access) {
        this.finder = finder;
        this.summaries = summaries;
        this.access = access;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<Requester> requester = request.optionalRequester();
        String name = request.path("roomIdOrAlias");
        Room room = finder.known(name);
        if (!access.mayPreview(requester, room)) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "Room " + name + " not found");
        }
        JsonObject.Builder summary = summaries.full(room);
        requester.ifPresent(
                user -> summary.put("membership", access.membership(user, room).text()));
        JsonObject answer = summary.build();
        return Response.ok(request.era() == Era.UNSTABLE ? withOldNames(answer) : answer);
    }

    private static JsonObject withOldNames(JsonObject summary) {
        JsonObject.Builder both = summary.toBuilder();
        summary.string("room_version")
                .ifPresent(
                        version ->
                                both.put(OLD + "room_version", version)
                                        .put(OLD + "version", version));
        summary.string("encryption")
                .ifPresent(algorithm -> both.put(OLD + "encryption", algorithm));
        return both.build();
    }
}
