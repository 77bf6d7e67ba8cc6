package org.stoa.remote.endpoint;

import java.util.List;
import java.util.Map;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.keys.Notary;
import org.stoa.remote.keys.Notary.Query;

/// Tells, as a notary, the keys of another server.
///
/// Errors: M_INVALID_PARAM when that is no name of a server.
/// Spec: server-server-api#get_matrixkeyv2queryservername (v1.19).
public final class QueryKeysOfServer implements Endpoint {
    private final Notary notary;
    private final Time time;

    /// Tells what this notary knows.
    public QueryKeysOfServer(Notary notary, Time time) {
        this.notary = notary;
        this.time = time;
    }

    @Override
    public Route route() {
        // Older servers name a key behind the server; all are told.
        return Route.get("/_matrix/key/v2/query/{serverName}")
                .also("/_matrix/key/v2/query/{serverName}/{keyId}")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.GENERAL)
                .build();
    }

    @Override
    public Response handle(Request request) {
        ServerName server =
                ServerName.tryParse(request.path("serverName"))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "serverName is not the name of a server"));
        // "If not supplied, the notary server MUST use the current time."
        long validUntil = request.queryInteger("minimum_valid_until_ts").orElse(time.millis());
        List<JsonObject> keys =
                notary.answer(
                        List.of(new Query(server, Map.of(), validUntil)), request.remoteAddress());
        return Response.ok(JsonObject.of("server_keys", JsonArray.of(keys)));
    }
}
