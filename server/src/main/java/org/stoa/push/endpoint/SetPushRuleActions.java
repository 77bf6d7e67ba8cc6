package org.stoa.push.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.push.Actions;
import org.stoa.protocol.push.PushRuleParser;
import org.stoa.push.PushRules;

/// Sets what a push rule does, also one of the server.
///
/// Errors: M_NOT_FOUND, M_MISSING_PARAM, M_BAD_JSON.
///
/// Spec: client-server-api#put_matrixclientv3pushrulesglobalkindruleidactions (v1.19).
public final class SetPushRuleActions implements Endpoint {
    private final PushRules rules;

    /// Changes these rules.
    public SetPushRuleActions(PushRules rules) {
        this.rules = rules;
    }

    @Override
    public Route route() {
        return Route.put("/pushrules/global/{kind}/{ruleId}/actions", Era.V3, Era.R0, Era.API_V1)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        Actions actions = PushRuleParser.parseActions(request.body());
        rules.act(request.requester(), request.path("kind"), request.path("ruleId"), actions);
        return Response.ok();
    }
}
