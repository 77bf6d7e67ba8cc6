package org.stoa.rooms.endpoint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.alias.ResolvedAlias;
import org.stoa.rooms.membership.RoomPlace;

/// Finds the room that a request wants to enter, by its id or by an alias of any server. Blocks while another server is asked.
///
/// Spec: client-server-api#post_matrixclientv3joinroomidoralias (v1.19).
public final class PlaceFinder {
    private final Aliases aliases;
    private final RemoteAliases others;

    /// Creates it.
    public PlaceFinder(Aliases aliases, RemoteAliases others) {
        this.aliases = aliases;
        this.others = others;
    }

    /// The room that the text names, with the servers of the request's `via` first.
    ///
    /// Errors: M_INVALID_PARAM when it is neither an id nor an alias; M_NOT_FOUND for an unknown alias; M_UNKNOWN with status
    /// 502 or 504 when the server of the alias cannot be asked.
    RoomPlace find(Request request, String idOrAlias) {
        Set<ServerName> via = new LinkedHashSet<>(via(request));
        if (!idOrAlias.startsWith("#")) {
            return new RoomPlace(roomId(idOrAlias), List.copyOf(via));
        }
        ResolvedAlias resolved = resolve(idOrAlias);
        via.addAll(resolved.servers());
        return new RoomPlace(resolved.room(), List.copyOf(via));
    }

    private ResolvedAlias resolve(String text) {
        RoomAlias alias =
                RoomAlias.tryParse(text)
                        .orElseThrow(() -> RoomParameters.invalid("room", "a room id or alias"));
        if (!aliases.isLocal(alias)) {
            return others.resolve(alias);
        }
        RoomId room =
                aliases.findOrAsk(alias)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND,
                                                "Room alias " + alias + " not found"));
        return new ResolvedAlias(room, List.of());
    }

    /// `server_name` is what `via` was called before v1.12. What is no name of a server is passed over: a link may have been cut.
    private static List<ServerName> via(Request request) {
        return Stream.concat(
                        request.queryAll("via").stream(), request.queryAll("server_name").stream())
                .flatMap(text -> ServerName.tryParse(text).stream())
                .toList();
    }

    private static RoomId roomId(String text) {
        return RoomId.tryParse(text)
                .orElseThrow(() -> RoomParameters.invalid("room", "a room id or alias"));
    }
}
