package org.stoa.directory.endpoint;

import java.util.List;
import org.stoa.directory.AliasDirectory;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.alias.ResolvedAlias;

/// Tells which room an alias stands for, of this server or another.
///
/// Spec: client-server-api#get_matrixclientv3directoryroomroomalias (v1.19).
public final class ResolveAlias implements Endpoint {
    private static final Route ROUTE =
            Route.get("/directory/room/{roomAlias}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.PUBLIC)
                    .build();

    private final AliasDirectory directory;

    /// Creates the endpoint.
    public ResolveAlias(AliasDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomAlias alias = AliasParameter.alias(request);
        if (!directory.isLocal(alias)) {
            request.count(RateLimitKind.OTHER_SERVERS);
        }
        return answer(directory.resolve(alias));
    }

    static Response answer(ResolvedAlias resolved) {
        List<String> servers = resolved.servers().stream().map(ServerName::text).toList();
        return Response.ok(
                JsonObject.of(
                        "room_id",
                        resolved.room().toString(),
                        "servers",
                        JsonArray.ofStrings(servers)));
    }
}
