package org.stoa.push.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.push.PushRules;

/// Tells the push rules of the user for all devices: there are no others.
///
/// Spec: client-server-api#get_matrixclientv3pushrulesglobal (v1.19).
public final class GetGlobalPushRules implements Endpoint {
    private final PushRules rules;

    /// Answers from these rules.
    public GetGlobalPushRules(PushRules rules) {
        this.rules = rules;
    }

    @Override
    public Route route() {
        return Route.get("/pushrules/global/", Era.V3, Era.R0, Era.API_V1)
                .also("/pushrules/global", Era.V3, Era.R0, Era.API_V1)
                .access(Access.USER_OR_GUEST)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(rules.of(request.requester()).toJson());
    }
}
