package org.stoa.accounts.endpoint;

import org.stoa.accounts.RegistrationConfig;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Tells clients from before r0 how accounts are made: by name and password, while everybody may.
public final class GetOldRegisterFlows implements Endpoint {

    private final RegistrationConfig config;

    /// Tells what is configured.
    public GetOldRegisterFlows(RegistrationConfig config) {
        this.config = config;
    }

    @Override
    public Route route() {
        return Route.get("/register", Era.API_V1).access(Access.PUBLIC).build();
    }

    @Override
    public Response handle(Request request) {
        JsonArray flows =
                config.asksForNothing()
                        ? JsonArray.of(JsonObject.of("type", "m.login.password"))
                        : JsonArray.EMPTY;
        return Response.ok(JsonObject.of("flows", flows));
    }
}
