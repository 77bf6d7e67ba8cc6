package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.Filters;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Stores a filter of the user's.
///
/// Errors: M_BAD_JSON when it is none; M_FORBIDDEN for other users'; M_LIMIT_EXCEEDED.
/// Spec: client-server-api#post_matrixclientv3useruseridfilter (v1.19).
public final class CreateFilter implements Endpoint {

    private final Filters filters;

    /// Stores here.
    public CreateFilter(Filters filters) {
        this.filters = filters;
    }

    @Override
    public Route route() {
        return Route.post("/user/{userId}/filter", Era.V3, Era.R0, Era.V2_ALPHA, Era.UNSTABLE)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        long user = OwnAccount.of(request).userNid();
        return Response.ok(JsonObject.of("filter_id", filters.add(user, request.body())));
    }
}
