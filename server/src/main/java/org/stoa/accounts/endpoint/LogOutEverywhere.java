package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.Sessions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Ends all sessions of the user: all devices go with them.
///
/// Spec: client-server-api#post_matrixclientv3logoutall (v1.19).
public final class LogOutEverywhere implements Endpoint {

    private final Sessions sessions;

    /// Closes these sessions.
    public LogOutEverywhere(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.post("/logout/all", Era.V3, Era.R0)
                .access(Access.USER_OR_GUEST)
                .allowLocked()
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        sessions.closeAll(request.requester().userNid(), null);
        return Response.ok();
    }
}
