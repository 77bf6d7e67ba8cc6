package org.stoa.accounts.endpoint;

import org.stoa.accounts.interactive.InteractiveAuth;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Completes a stage of an interactive session for a fallback page, which posts the session (in the query or
/// the body) and what the stage needs, as JSON.
///
/// Errors: M_NOT_FOUND when there is no such session or stage; M_FORBIDDEN, M_MISSING_PARAM when the attempt fails.
/// Spec: client-server-api#fallback (v1.19).
public final class CompleteStage implements Endpoint {

    private final InteractiveAuth interactive;

    /// Completes stages of these sessions.
    public CompleteStage(InteractiveAuth interactive) {
        this.interactive = interactive;
    }

    @Override
    public Route route() {
        return Route.post("/auth/{authType}/fallback/web", Era.V3, Era.R0)
                .access(Access.PUBLIC)
                .limit(RateLimitKind.LOGIN)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        JsonObject body = request.body();
        String session =
                request.query("session").orElseGet(() -> request.requiredString("session"));
        interactive.completeElsewhere(
                session, request.path("authType"), body, request.remoteAddress().getHostAddress());
        return Response.ok();
    }
}
