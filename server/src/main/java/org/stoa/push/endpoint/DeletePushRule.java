package org.stoa.push.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.push.PushRules;

/// Removes a push rule of the user's own.
///
/// Errors: M_NOT_FOUND, also for a rule of the server.
///
/// Spec: client-server-api#delete_matrixclientv3pushrulesglobalkindruleid (v1.19).
public final class DeletePushRule implements Endpoint {
    private final PushRules rules;

    /// Changes these rules.
    public DeletePushRule(PushRules rules) {
        this.rules = rules;
    }

    @Override
    public Route route() {
        return Route.delete("/pushrules/global/{kind}/{ruleId}", Era.V3, Era.R0, Era.API_V1)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        rules.remove(request.requester(), request.path("kind"), request.path("ruleId"));
        return Response.ok();
    }
}
