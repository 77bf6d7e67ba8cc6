package org.stoa.accounts.moderation.endpoint;

import org.stoa.accounts.moderation.AccountModeration;
import org.stoa.accounts.moderation.Restriction;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Locks or suspends an account, or lifts that again.
///
/// Errors: M_FORBIDDEN, M_INVALID_PARAM, M_NOT_FOUND, M_MISSING_PARAM, M_BAD_JSON.
/// Spec: client-server-api#put_matrixclientv1adminlockuserid, #put_matrixclientv1adminsuspenduserid (v1.19).
public final class SetRestriction implements Endpoint {

    private final AccountModeration moderation;
    private final Restriction restriction;

    /// Sets this restriction.
    public SetRestriction(AccountModeration moderation, Restriction restriction) {
        this.moderation = moderation;
        this.restriction = restriction;
    }

    @Override
    public Route route() {
        return Route.put(RestrictionPath.of(restriction), Era.V1)
                .also(RestrictionPath.unstable(restriction), Era.UNSTABLE)
                .access(Access.ADMIN)
                .build();
    }

    @Override
    public Response handle(Request request) {
        Fields fields = request.fields();
        boolean on =
                fields.bool(restriction.member())
                        .orElseThrow(() -> fields.missing(restriction.member()));
        moderation.restrict(request.requester(), request.path("userId"), restriction, on);
        return Response.ok(JsonObject.of(restriction.member(), on));
    }
}
