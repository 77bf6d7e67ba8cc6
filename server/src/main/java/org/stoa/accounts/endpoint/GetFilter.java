package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.Filters;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Returns a filter of the user's.
///
/// Errors: M_NOT_FOUND; M_FORBIDDEN for other users'.
/// Spec: client-server-api#get_matrixclientv3useruseridfilterfilterid (v1.19).
public final class GetFilter implements Endpoint {

    private final Filters filters;

    /// Reads here.
    public GetFilter(Filters filters) {
        this.filters = filters;
    }

    @Override
    public Route route() {
        return Route.get(
                        "/user/{userId}/filter/{filterId}",
                        Era.V3,
                        Era.R0,
                        Era.V2_ALPHA,
                        Era.UNSTABLE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return filters.find(OwnAccount.of(request).userNid(), request.path("filterId"))
                .map(Response::ok)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND, "You have no filter of that id"));
    }
}
