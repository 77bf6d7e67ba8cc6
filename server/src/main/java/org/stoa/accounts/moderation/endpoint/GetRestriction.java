package org.stoa.accounts.moderation.endpoint;

import org.stoa.accounts.moderation.AccountModeration;
import org.stoa.accounts.moderation.Restriction;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Tells an administrator whether an account is locked, or whether it is suspended.
///
/// Errors: M_FORBIDDEN, M_INVALID_PARAM, M_NOT_FOUND.
/// Spec: client-server-api#get_matrixclientv1adminlockuserid, #get_matrixclientv1adminsuspenduserid (v1.19).
public final class GetRestriction implements Endpoint {

    private final AccountModeration moderation;
    private final Restriction restriction;

    /// Tells of this restriction.
    public GetRestriction(AccountModeration moderation, Restriction restriction) {
        this.moderation = moderation;
        this.restriction = restriction;
    }

    @Override
    public Route route() {
        return Route.get(RestrictionPath.of(restriction), Era.V1)
                .also(RestrictionPath.unstable(restriction), Era.UNSTABLE)
                .access(Access.ADMIN)
                .build();
    }

    @Override
    public Response handle(Request request) {
        boolean on =
                moderation.isRestricted(request.requester(), request.path("userId"), restriction);
        return Response.ok(JsonObject.of(restriction.member(), on));
    }
}
