package org.stoa.accounts.endpoint;

import org.stoa.accounts.profile.Profiles;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.Json;

/// Sets a field of the own profile. An empty name or picture removes it.
///
/// Errors: M_FORBIDDEN, M_MISSING_PARAM, M_INVALID_PARAM, M_KEY_TOO_LARGE, M_PROFILE_TOO_LARGE.
/// Spec: client-server-api#put_matrixclientv3profileuseridkeyname (v1.19).
public final class SetProfileField implements Endpoint {

    private final Profiles profiles;

    /// Changes these profiles.
    public SetProfileField(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public Route route() {
        return Route.put("/profile/{userId}/{keyName}", Era.V3, Era.R0, Era.API_V1, Era.V2_ALPHA)
                .also("/_matrix/client/unstable/uk.tcpip.msc4133/profile/{userId}/{keyName}")
                .access(Access.USER_OR_GUEST)
                // A name or a picture becomes an event in each room of the user.
                .limit(RateLimitKind.SEND)
                .build();
    }

    @Override
    public Response handle(Request request) {
        OwnProfileField own = OwnProfileField.of(request);
        Json value = request.body().get(own.field().name());
        if (value == null) {
            throw request.fields().missing(own.field().name());
        }
        profiles.set(own.requester().userNid(), own.requester().userId(), own.field(), value);
        return Response.ok();
    }
}
