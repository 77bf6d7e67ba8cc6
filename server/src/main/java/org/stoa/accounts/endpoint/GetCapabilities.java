package org.stoa.accounts.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// Tells what users can do here.
///
/// Spec: client-server-api#get_matrixclientv3capabilities (v1.19).
public final class GetCapabilities implements Endpoint {

    private final JsonObject answer;

    /// Names this version as that of new rooms.
    public GetCapabilities(RoomVersion defaultRoomVersion) {
        JsonObject.Builder versions = JsonObject.builder();
        for (RoomVersion version : RoomVersion.values()) {
            versions.put(version.id(), "stable");
        }
        JsonObject capabilities =
                JsonObject.builder()
                        .put("m.change_password", enabled(true))
                        .put(
                                "m.room_versions",
                                JsonObject.of(
                                        "default",
                                        defaultRoomVersion.id(),
                                        "available",
                                        versions.build()))
                        .put("m.set_displayname", enabled(true))
                        .put("m.set_avatar_url", enabled(true))
                        .put("m.3pid_changes", enabled(false))
                        .put("m.get_login_token", enabled(false))
                        .put("m.profile_fields", enabled(true))
                        .put("m.forget_forced_upon_leave", enabled(false))
                        .build();
        this.answer = JsonObject.of("capabilities", capabilities);
    }

    @Override
    public Route route() {
        return Route.get("/capabilities", Era.V3, Era.R0).access(Access.USER_OR_GUEST).build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(answer);
    }

    private static JsonObject enabled(boolean isEnabled) {
        return JsonObject.of("enabled", isEnabled);
    }
}
