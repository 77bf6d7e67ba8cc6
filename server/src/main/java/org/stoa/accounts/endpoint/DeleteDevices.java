package org.stoa.accounts.endpoint;

import java.util.List;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.accounts.session.Sessions;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Deletes several of the user's devices with their tokens.
///
/// Errors: M_MISSING_PARAM, M_BAD_JSON. Spec: client-server-api#post_matrixclientv3delete_devices (v1.19).
public final class DeleteDevices implements Endpoint {

    private final AccountGuard guard;
    private final Sessions sessions;

    /// Deletes devices behind this guard.
    public DeleteDevices(AccountGuard guard, Sessions sessions) {
        this.guard = guard;
        this.sessions = sessions;
    }

    @Override
    public Route route() {
        return Route.post("/delete_devices", Era.V3, Era.R0, Era.UNSTABLE)
                .allowSuspended()
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        var deletion =
                new DeviceDeletion(sessions, request.requester().userNid(), DeleteDevices::devices);
        return guard.guard(request, "POST /delete_devices", deletion);
    }

    private static List<String> devices(JsonObject body) {
        Fields fields = Fields.of(body);
        if (fields.array("devices").isEmpty()) {
            throw fields.missing("devices");
        }
        return fields.strings("devices");
    }
}
