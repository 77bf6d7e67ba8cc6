package org.stoa.directory.endpoint;

import org.stoa.directory.AliasDirectory;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Lists the aliases that a room has on this server.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidaliases (v1.19).
public final class ListAliases implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/aliases", Era.V3, Era.R0)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final AliasDirectory directory;

    /// Creates the endpoint.
    public ListAliases(AliasDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        JsonArray aliases =
                JsonArray.ofStrings(
                        directory.of(
                                request.requester(),
                                AliasParameter.roomId(request.path("roomId"))));
        return Response.ok(JsonObject.of("aliases", aliases));
    }
}
