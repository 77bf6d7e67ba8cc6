package org.stoa.accounts.endpoint;

import java.util.List;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.accounts.session.Sessions;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Deletes one of the user's devices with its tokens. A device that is not there is as good as deleted.
///
/// Spec: client-server-api#delete_matrixclientv3devicesdeviceid (v1.19).
public final class DeleteDevice implements Endpoint {

    private final AccountGuard guard;
    private final Sessions sessions;

    /// Deletes devices behind this guard.
    public DeleteDevice(AccountGuard guard, Sessions sessions) {
        this.guard = guard;
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.delete("/devices/{deviceId}", Era.V3, Era.R0, Era.UNSTABLE)
                .allowSuspended()
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        String deviceId = request.path("deviceId");
        var deletion =
                new DeviceDeletion(
                        sessions, request.requester().userNid(), body -> List.of(deviceId));
        return guard.guard(request, "DELETE /devices/" + deviceId, deletion);
    }
}
