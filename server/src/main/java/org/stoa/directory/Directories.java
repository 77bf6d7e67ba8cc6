package org.stoa.directory;

import java.util.Optional;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// The list of published rooms that a client names in the query parameter `server`: that of this server, or of another one.
/// Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3publicrooms (v1.19).
public final class Directories {
    private final ServerName serverName;
    private final PublicRooms own;
    private final RemoteDirectories others;

    /// Creates it for this server.
    public Directories(ServerName serverName, PublicRooms own, RemoteDirectories others) {
        this.serverName = serverName;
        this.own = own;
        this.others = others;
    }

    /// A page of the list that the request wants.
    ///
    /// Errors: M_INVALID_PARAM; M_MISSING_TOKEN when a stranger wants that of another server; when that cannot be asked, those
    /// of {@link RemoteDirectories#page}.
    public JsonObject page(Request request, PublicRooms.Wish wish) {
        Optional<String> named = request.query("server").filter(name -> !name.isEmpty());
        if (named.isEmpty() || named.get().equals(serverName.toString())) {
            return own.page(wish);
        }
        ServerName other =
                ServerName.tryParse(named.get())
                        .orElseThrow(() -> request.invalidQuery("server", "the name of a server"));
        if (request.optionalRequester().isEmpty()) {
            // Nobody has this server ask others in its name without saying who he is.
            throw new MatrixException(
                    ErrorCode.MISSING_TOKEN, "The lists of other servers are for users");
        }
        request.count(RateLimitKind.OTHER_SERVERS);
        return others.page(other, wish);
    }
}
