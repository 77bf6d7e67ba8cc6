package org.stoa.push.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.push.PushRules;

/// Tells all push rules of the user; clients ask before their first sync.
///
/// Spec: client-server-api#get_matrixclientv3pushrules (v1.19).
public final class GetPushRules implements Endpoint {
    private final PushRules rules;

    /// Answers from these rules.
    public GetPushRules(PushRules rules) {
        this.rules = rules;
    }

    @Override
    public Route route() {
        return Route.get("/pushrules/", Era.V3, Era.R0, Era.API_V1)
                .also("/pushrules", Era.V3, Era.R0, Era.API_V1)
                .access(Access.USER_OR_GUEST)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(JsonObject.of("global", rules.of(request.requester()).toJson()));
    }
}
