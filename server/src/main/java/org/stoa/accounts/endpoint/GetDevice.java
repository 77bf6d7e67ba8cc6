package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.Sessions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Returns one of the user's devices.
///
/// Errors: M_NOT_FOUND. Spec: client-server-api#get_matrixclientv3devicesdeviceid (v1.19).
public final class GetDevice implements Endpoint {

    private final Sessions sessions;

    /// Looks in these.
    public GetDevice(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.get("/devices/{deviceId}", Era.V3, Era.R0, Era.UNSTABLE)
                .access(Access.USER_OR_GUEST)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return sessions.device(request.requester().userNid(), request.path("deviceId"))
                .map(DeviceJson::of)
                .map(Response::ok)
                .orElseThrow(GetDevice::notFound);
    }

    static MatrixException notFound() {
        return new MatrixException(ErrorCode.NOT_FOUND, "You have no device of that id");
    }
}
