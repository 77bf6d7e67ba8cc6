package org.stoa.admin.endpoint;

import org.stoa.admin.Reports;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Reports a user to the people who run the server. They need not share a room.
///
/// Errors: M_NOT_FOUND, M_MISSING_PARAM, M_INVALID_PARAM. Spec: client-server-api#post_matrixclientv3usersuseridreport (v1.19).
public final class ReportUser implements Endpoint {
    private static final Route ROUTE = Route.post("/users/{userId}/report", Era.V3).build();

    private final Reports reports;

    /// Creates the endpoint.
    public ReportUser(Reports reports) {
        this.reports = reports;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        reports.user(request.requester(), request.path("userId"), request.requiredString("reason"));
        return Response.ok();
    }
}
