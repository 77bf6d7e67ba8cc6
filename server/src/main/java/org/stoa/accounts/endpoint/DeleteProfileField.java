package org.stoa.accounts.endpoint;

import org.stoa.accounts.profile.Profiles;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Removes a field of the own profile; one that is not set is as good as removed.
///
/// Errors: M_FORBIDDEN, M_INVALID_PARAM, M_KEY_TOO_LARGE.
/// Spec: client-server-api#delete_matrixclientv3profileuseridkeyname (v1.19).
public final class DeleteProfileField implements Endpoint {

    private final Profiles profiles;

    /// Changes these profiles.
    public DeleteProfileField(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public Route route() {
        return Route.delete("/profile/{userId}/{keyName}", Era.V3, Era.R0)
                .also("/_matrix/client/unstable/uk.tcpip.msc4133/profile/{userId}/{keyName}")
                .access(Access.USER_OR_GUEST)
                // A name or a picture becomes an event in each room of the user.
                .limit(RateLimitKind.SEND)
                .build();
    }

    @Override
    public Response handle(Request request) {
        OwnProfileField own = OwnProfileField.of(request);
        profiles.remove(own.requester().userNid(), own.requester().userId(), own.field());
        return Response.ok();
    }
}
