package org.stoa.accounts.endpoint;

import org.stoa.accounts.profile.AllProfiles;
import org.stoa.accounts.profile.ProfileField;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Returns one field of a user's profile.
///
/// Errors: M_NOT_FOUND when the user has not set it, or there is no such user; M_INVALID_PARAM, M_KEY_TOO_LARGE when
/// there can be no such field.
/// Spec: client-server-api#get_matrixclientv3profileuseridkeyname (v1.19).
public final class GetProfileField implements Endpoint {

    private final AllProfiles profiles;

    /// Returns fields of these profiles.
    public GetProfileField(AllProfiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public Route route() {
        return Route.get("/profile/{userId}/{keyName}", Era.V3, Era.R0, Era.API_V1, Era.V2_ALPHA)
                .also("/_matrix/client/unstable/uk.tcpip.msc4133/profile/{userId}/{keyName}")
                .access(Access.PUBLIC)
                .build();
    }

    @Override
    public Response handle(Request request) {
        ProfileField field = ProfileField.of(request.path("keyName"));
        return profiles.field(GetProfile.userId(request, profiles), field)
                .map(value -> Response.ok(JsonObject.of(field.name(), value)))
                .orElseThrow(GetProfile::notFound);
    }
}
