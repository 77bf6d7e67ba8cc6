package org.stoa.rooms.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.alias.ResolvedAlias;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.hierarchy.RemoteSpaces;
import org.stoa.rooms.preview.PreviewAccess;
import org.stoa.rooms.preview.RemoteSummary;
import org.stoa.rooms.preview.RoomSummaries;

/// Summarises a room for somebody who may join it, knock on it or read it; also without a token where anybody may. The older
/// paths name two members by the prefix too.
///
/// Errors: M_NOT_FOUND, also for a room that the user may not see.
/// Spec: client-server-api#get_matrixclientv1room_summaryroomidoralias (v1.19), MSC3266.
public final class GetRoomSummary implements Endpoint {
    /// Servers that are read of a request; fewer are asked.
    private static final int MAX_VIA = 20;

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
    private final RemoteSpaces elsewhere;
    private final RemoteAliases aliases;

    /// Creates the endpoint.
    public GetRoomSummary(
            RoomFinder finder,
            RoomSummaries summaries,
            PreviewAccess access,
            RemoteSpaces elsewhere,
            RemoteAliases aliases) {
        this.finder = finder;
        this.summaries = summaries;
        this.access = access;
        this.elsewhere = elsewhere;
        this.aliases = aliases;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<Requester> requester = request.optionalRequester();
        String name = request.path("roomIdOrAlias");
        JsonObject answer =
                here(name)
                        .map(room -> summary(requester, room, name))
                        .orElseGet(() -> elsewhere(request, requester, name));
        return Response.ok(request.era() == Era.UNSTABLE ? withOldNames(answer) : answer);
    }

    /// The room, when this server is in it; else other servers know better.
    private Optional<Room> here(String name) {
        return RoomAlias.tryParse(name).filter(alias -> !finder.isLocal(alias)).isPresent()
                ? Optional.empty()
                : finder.known(name).filter(access::isHere);
    }

    private JsonObject summary(Optional<Requester> requester, Room room, String name) {
        if (!access.mayPreview(requester, room)) {
            throw notFound(name);
        }
        JsonObject.Builder summary = summaries.full(room);
        requester.ifPresent(
                user -> summary.put("membership", access.membership(user, room).text()));
        return summary.build();
    }

    /// What another server says of the room. Strangers do not have others asked.
    private JsonObject elsewhere(Request request, Optional<Requester> requester, String name) {
        Requester user = requester.orElseThrow(() -> notFound(name));
        request.count(RateLimitKind.OTHER_SERVERS);
        Optional<ResolvedAlias> resolved =
                RoomAlias.tryParse(name)
                        .filter(alias -> !finder.isLocal(alias))
                        .map(alias -> resolved(alias, name));
        RoomId roomId =
                resolved.map(ResolvedAlias::room)
                        .or(() -> RoomId.tryParse(name))
                        .orElseThrow(() -> notFound(name));
        Optional<Room> here =
                resolved.flatMap(found -> finder.known(found.room().toString()))
                        .filter(access::isHere);
        return here.map(room -> summary(requester, room, name))
                .orElseGet(() -> elsewhere(user, roomId, via(request, resolved), name));
    }

    /// That the alias's server cannot be asked is, for this answer, that the room is not found.
    private ResolvedAlias resolved(RoomAlias alias, String name) {
        try {
            return aliases.resolve(alias);
        } catch (MatrixException failed) {
            throw failed.status() >= 500 ? notFound(name) : failed;
        }
    }

    private JsonObject elsewhere(Requester user, RoomId roomId, List<ServerName> via, String name) {
        RemoteSummary summary =
                elsewhere
                        .find(roomId, via, false)
                        .map(RemoteSpaces.RemoteSpace::summary)
                        .filter(found -> access.mayPreview(Optional.of(user), found))
                        .orElseThrow(() -> notFound(name));
        return summary.json().toBuilder()
                .put("membership", access.membershipElsewhere(user, roomId).text())
                .build();
    }

    private static List<ServerName> via(Request request, Optional<ResolvedAlias> resolved) {
        List<ServerName> via = new ArrayList<>();
        request.queryAll("via").stream()
                .limit(MAX_VIA)
                .forEach(text -> ServerName.tryParse(text).ifPresent(via::add));
        resolved.ifPresent(found -> via.addAll(found.servers()));
        return via;
    }

    private static MatrixException notFound(String name) {
        return new MatrixException(ErrorCode.NOT_FOUND, "Room " + name + " not found");
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
