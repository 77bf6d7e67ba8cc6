package org.stoa.accounts.endpoint;

import org.stoa.accounts.AppServices;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Tells how users log in: by password, by a token from a client of theirs, or, where there are application services, as one of
/// theirs. Clients of before r0 hear of the first only.
///
/// Spec: client-server-api#get_matrixclientv3login (v1.19).
public final class GetLoginFlows implements Endpoint {

    private static final JsonObject PASSWORD = JsonObject.of("type", LogIn.PASSWORD);
    private static final JsonObject TOKEN =
            JsonObject.of("type", LogIn.TOKEN, "get_login_token", true);
    private static final JsonObject APP_SERVICE = JsonObject.of("type", LogIn.APP_SERVICE);
    private static final JsonObject ANSWER = JsonObject.of("flows", JsonArray.of(PASSWORD, TOKEN));
    private static final JsonObject WITH_APP_SERVICES =
            JsonObject.of("flows", JsonArray.of(PASSWORD, TOKEN, APP_SERVICE));
    private static final JsonObject OLD_ANSWER = JsonObject.of("flows", JsonArray.of(PASSWORD));

    private final AppServices appServices;

    /// Tells of log-in as these too.
    public GetLoginFlows(AppServices appServices) {
        this.appServices = appServices;
    }

    @Override
    public Route route() {
        return Route.get("/login", Era.V3, Era.R0, Era.API_V1, Era.V2_ALPHA)
                .access(Access.PUBLIC)
                .build();
    }

    @Override
    public Response handle(Request request) {
        if (request.era().isBeforeR0()) {
            return Response.ok(OLD_ANSWER);
        }
        return Response.ok(appServices.isAny() ? WITH_APP_SERVICES : ANSWER);
    }
}
