package org.stoa.accounts.endpoint;

import org.stoa.accounts.session.LoginTokens;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// Tells what users can do here.
///
/// Spec: client-server-api#get_matrixclientv3capabilities (v1.19).
public final class GetCapabilities implements Endpoint {

    private final JsonObject capabilities;
    private final LoginTokens loginTokens;

    /// Names this version as that of new rooms.
    public GetCapabilities(RoomVersion defaultRoomVersion, LoginTokens loginTokens) {
        this.loginTokens = loginTokens;
        JsonObject.Builder versions = JsonObject.builder();
        for (RoomVersion version : RoomVersion.values()) {
            versions.put(version.id(), "stable");
        }
        this.capabilities =
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
                        .put("m.profile_fields", enabled(true))
                        .put("m.forget_forced_upon_leave", enabled(false))
                        .build();
    }

    @Override
    public Route route() {
        return Route.get("/capabilities", Era.V3, Era.R0).access(Access.USER_OR_GUEST).build();
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        JsonObject.Builder own = capabilities.toBuilder();
        own.put("m.get_login_token", enabled(loginTokens.areFor(requester.userNid())));
        // "This property should be omitted altogether if `suspend` and `lock` would be `false`."
        if (requester.admin()) {
            own.put("m.account_moderation", JsonObject.of("suspend", true, "lock", true));
        }
        return Response.ok(JsonObject.of("capabilities", own.build()));
    }

    private static JsonObject enabled(boolean isEnabled) {
        return JsonObject.of("enabled", isEnabled);
    }
}
