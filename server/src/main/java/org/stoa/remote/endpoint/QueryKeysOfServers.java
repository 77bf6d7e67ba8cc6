package org.stoa.remote.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.keys.Notary;
import org.stoa.remote.keys.Notary.Query;

/// Tells, as a notary, the keys of several servers. Names that no server can have are left out.
///
/// Errors: M_MISSING_PARAM, M_BAD_JSON.
/// Spec: server-server-api#post_matrixkeyv2query (v1.19).
public final class QueryKeysOfServers implements Endpoint {
    private final Notary notary;
    private final Time time;

    /// Tells what this notary knows.
    public QueryKeysOfServers(Notary notary, Time time) {
        this.notary = notary;
        this.time = time;
    }

    @Override
    public Route route() {
        return Route.post("/_matrix/key/v2/query")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.GENERAL)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        List<Query> queries = new ArrayList<>();
        request.fields()
                .requiredObject("server_keys")
                .json()
                .forEach(
                        (name, criteria) ->
                                ServerName.tryParse(name)
                                        .ifPresent(server -> queries.add(query(server, criteria))));
        return Response.ok(
                JsonObject.of(
                        "server_keys",
                        JsonArray.of(notary.answer(queries, request.remoteAddress()))));
    }

    private Query query(ServerName server, Json criteria) {
        if (!(criteria instanceof JsonObject keys)) {
            throw badCriteria();
        }
        long now = time.millis();
        Map<String, Long> keyIds = new HashMap<>();
        keys.forEach(
                (keyId, wish) -> {
                    if (!(wish instanceof JsonObject object)) {
                        throw badCriteria();
                    }
                    keyIds.put(keyId, object.integer("minimum_valid_until_ts").orElse(now));
                });
        return new Query(server, keyIds, now);
    }

    private static MatrixException badCriteria() {
        return new MatrixException(
                ErrorCode.BAD_JSON, "The criteria of a server and of a key must be objects");
    }
}
