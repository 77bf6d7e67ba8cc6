package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.Sessions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;

/// Ends the session of the token: the device goes with it.
///
/// Spec: client-server-api#post_matrixclientv3logout (v1.19).
public final class LogOut implements Endpoint {

    private final Sessions sessions;

    /// Closes these sessions.
    public LogOut(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.post("/logout", Era.V3, Era.R0, Era.V2_ALPHA)
                .access(Access.USER_OR_GUEST)
                .allowLocked()
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        requester.deviceId().ifPresent(device -> sessions.close(requester.userNid(), device));
        return Response.ok();
    }
}
