package org.stoa.federation.query.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Refuses queries of kinds that this server does not know. Those that the specification has are `profile` and `directory`,
/// which have routes of their own.
///
/// Errors: M_UNRECOGNIZED.
/// Spec: server-server-api#get_matrixfederationv1queryquerytype, #unsupported-endpoints (v1.19).
public final class QueryAnything implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/query/{queryType}")
                    .access(Access.SERVER)
                    .refuses()
                    .build();

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        throw new MatrixException(ErrorCode.UNRECOGNIZED, "There are no queries of this type");
    }
}
