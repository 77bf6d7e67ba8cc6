package org.stoa.directory.endpoint;

import org.stoa.directory.AliasDirectory;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Tells which room an alias stands for.
///
/// Spec: client-server-api#get_matrixclientv3directoryroomroomalias (v1.19).
public final class ResolveAlias implements Endpoint {
    private static final Route ROUTE =
            Route.get("/directory/room/{roomAlias}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.PUBLIC)
                    .build();

    private final AliasDirectory directory;
    private final ServerName serverName;

    /// Creates the endpoint.
    public ResolveAlias(AliasDirectory directory, ServerName serverName) {
        this.directory = directory;
        this.serverName = serverName;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        RoomAlias alias = AliasParameter.alias(request);
        RoomId room = directory.resolve(alias);
        return Response.ok(
                JsonObject.builder()
                        .put("room_id", room.toString())
                        .put("servers", JsonArray.of(new JsonString(serverName.toString())))
                        .build());
    }
}
