package org.stoa.admin.endpoint;

import org.stoa.admin.Reports;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Reports a room to the people who run the server. The user need not be in it.
///
/// Errors: M_NOT_FOUND, M_MISSING_PARAM, M_INVALID_PARAM. Spec: client-server-api#post_matrixclientv3roomsroomidreport (v1.19).
public final class ReportRoom implements Endpoint {
    private static final Route ROUTE = Route.post("/rooms/{roomId}/report", Era.V3).build();

    private final Reports reports;

    /// Creates the endpoint.
    public ReportRoom(Reports reports) {
        this.reports = reports;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        reports.room(request.requester(), request.path("roomId"), request.requiredString("reason"));
        return Response.ok();
    }
}
