package org.stoa.rooms.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;

/// Asks other servers which rooms their aliases stand for. Thread-safe; blocks while it asks.
///
/// Spec: server-server-api#get_matrixfederationv1querydirectory (v1.19).
public final class RemoteAliases {
    /// More servers than anybody asks in turn.
    private static final int MAX_SERVERS = 200;

    private final RemoteServers servers;

    /// Asks these servers.
    public RemoteAliases(RemoteServers servers) {
        this.servers = servers;
    }

    /// Returns the room of an alias of another server.
    ///
    /// Errors: M_NOT_FOUND when the other server knows no such alias; M_UNKNOWN with status 502 or 504 when it cannot be asked,
    /// or answers nonsense.
    public ResolvedAlias resolve(RoomAlias alias) {
        JsonObject answer =
                servers.get(alias.server())
                        .getShared(
                                RemotePath.of("/_matrix/federation/v1/query/directory")
                                        .with("room_alias", alias.toString()),
                                RequestLimits.SMALL)
                        .orElseThrow();
        RoomId room =
                answer.string("room_id")
                        .flatMap(RoomId::tryParse)
                        .orElseThrow(() -> nonsense(alias));
        return new ResolvedAlias(room, servers(answer, alias.server()));
    }

    private static List<ServerName> servers(JsonObject answer, ServerName asked) {
        List<ServerName> servers = new ArrayList<>();
        for (var element : answer.array("servers").orElse(JsonArray.EMPTY)) {
            Optional<ServerName> server =
                    element instanceof JsonString(String text)
                            ? ServerName.tryParse(text)
                            : Optional.empty();
            server.filter(name -> !servers.contains(name)).ifPresent(servers::add);
            if (servers.size() == MAX_SERVERS) {
                break;
            }
        }
        return servers.isEmpty() ? List.of(asked) : servers;
    }

    private static MatrixException nonsense(RoomAlias alias) {
        return new MatrixException(
                        ErrorCode.UNKNOWN, alias.server() + " does not say which room that is")
                .withStatus(502);
    }
}
