package org.stoa.federation.membership.endpoint;

import java.util.List;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Refuses what has to do with invitations by e-mail or phone, which this server does not know yet.
///
/// Errors: M_THREEPID_DENIED, always.
/// Spec: server-server-api#third-party-invites (v1.19).
public final class RefuseThirdPartyInvite implements Endpoint {
    private final Route route;

    private RefuseThirdPartyInvite(Route route) {
        this.route = route;
    }

    /// Creates the two endpoints.
    public static List<Endpoint> all() {
        return List.of(
                new RefuseThirdPartyInvite(
                        Route.put("/_matrix/federation/v1/exchange_third_party_invite/{roomId}")
                                .access(Access.SERVER)
                                .refuses()
                                .build()),
                // An identity server calls it, which signs nothing in its request.
                new RefuseThirdPartyInvite(
                        Route.put("/_matrix/federation/v1/3pid/onbind")
                                .access(Access.PUBLIC)
                                .smallBody()
                                .refuses()
                                .build()));
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public Response handle(Request request) {
        throw new MatrixException(
                ErrorCode.THREEPID_DENIED, "This server knows no invitations by e-mail or phone");
    }
}
