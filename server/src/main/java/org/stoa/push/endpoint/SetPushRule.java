package org.stoa.push.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.push.PushRules;

/// Adds a push rule of the user's own, or changes it.
///
/// Errors: M_INVALID_PARAM, M_MISSING_PARAM, M_BAD_JSON; M_UNKNOWN (400) for an unknown `before` or `after`.
///
/// Spec: client-server-api#put_matrixclientv3pushrulesglobalkindruleid (v1.19).
public final class SetPushRule implements Endpoint {
    private final PushRules rules;

    /// Changes these rules.
    public SetPushRule(PushRules rules) {
        this.rules = rules;
    }

    @Override
    public Route route() {
        return Route.put("/pushrules/global/{kind}/{ruleId}", Era.V3, Era.R0, Era.API_V1)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        rules.put(
                request.requester(),
                request.path("kind"),
                request.path("ruleId"),
                request.body(),
                request.query("before"),
                request.query("after"));
        return Response.ok();
    }
}
