package org.stoa.accounts.endpoint;

import java.util.Optional;
import org.stoa.accounts.session.Sessions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Names one of the user's devices. For an application service it makes the device too: application-service-api#creating-devices.
///
/// Errors: M_NOT_FOUND; M_INVALID_PARAM when the name is too long.
/// Spec: client-server-api#put_matrixclientv3devicesdeviceid (v1.19).
public final class UpdateDevice implements Endpoint {

    private final Sessions sessions;

    /// Names these.
    public UpdateDevice(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.put("/devices/{deviceId}", Era.V3, Era.R0, Era.UNSTABLE)
                .access(Access.USER_OR_GUEST)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        long user = request.requester().userNid();
        String deviceId = request.path("deviceId");
        Optional<String> name = request.fields().string("display_name");
        if (request.requester().appService().isPresent()) {
            sessions.ensureDevice(user, deviceId, name.orElse(null));
            return Response.ok();
        }
        boolean isThere =
                name.isPresent()
                        ? sessions.rename(user, deviceId, name.get())
                        : sessions.device(user, deviceId).isPresent();
        if (!isThere) {
            throw GetDevice.notFound();
        }
        return Response.ok();
    }
}
