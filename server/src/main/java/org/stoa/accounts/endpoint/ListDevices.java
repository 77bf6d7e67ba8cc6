package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.Sessions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Lists the user's devices.
///
/// Spec: client-server-api#get_matrixclientv3devices (v1.19).
public final class ListDevices implements Endpoint {

    private final Sessions sessions;

    /// Lists these.
    public ListDevices(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.get("/devices", Era.V3, Era.R0, Era.UNSTABLE)
                .access(Access.USER_OR_GUEST)
                .build();
    }

    @Override
    public Response handle(Request request) {
        var devices =
                sessions.devices(request.requester().userNid()).stream()
                        .map(DeviceJson::of)
                        .toList();
        return Response.ok(JsonObject.of("devices", JsonArray.of(devices)));
    }
}
