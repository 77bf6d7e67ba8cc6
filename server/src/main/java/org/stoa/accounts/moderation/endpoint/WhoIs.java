package org.stoa.accounts.moderation.endpoint;

import java.util.List;
import java.util.Optional;
import org.stoa.accounts.moderation.AccountModeration;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.accounts.Device;

/// Tells from where each device of a user was last seen. Each has one session with one connection, the newest; a device
/// that was never seen has none.
///
/// Errors: M_FORBIDDEN for others than the user and administrators; M_INVALID_PARAM, M_NOT_FOUND.
/// Spec: client-server-api#get_matrixclientv3adminwhoisuserid (v1.19).
public final class WhoIs implements Endpoint {

    private final AccountModeration moderation;

    /// Looks at these accounts.
    public WhoIs(AccountModeration moderation) {
        this.moderation = moderation;
    }

    @Override
    public Route route() {
        return Route.get("/admin/whois/{userId}", Era.V3, Era.R0).build();
    }

    @Override
    public Response handle(Request request) {
        String user = request.path("userId");
        JsonObject.Builder devices = JsonObject.builder();
        for (Device device : moderation.devices(request.requester(), user)) {
            devices.put(device.deviceId(), sessions(device));
        }
        return Response.ok(JsonObject.of("user_id", user, "devices", devices.build()));
    }

    private static JsonObject sessions(Device device) {
        JsonObject session = JsonObject.of("connections", JsonArray.of(connections(device)));
        return JsonObject.of("sessions", JsonArray.of(session));
    }

    private static List<JsonObject> connections(Device device) {
        Long seen = device.lastSeenTs();
        if (seen == null) {
            return List.of();
        }
        return List.of(
                JsonObject.builder()
                        .put("last_seen", (long) seen)
                        .putIfPresent("ip", Optional.ofNullable(device.lastSeenIp()))
                        .putIfPresent("user_agent", Optional.ofNullable(device.lastUserAgent()))
                        .build());
    }
}
