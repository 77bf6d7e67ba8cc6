package org.stoa.admin.endpoint;

import org.stoa.admin.Reports;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Reports an event of a room that the user is in to the people who run the server. The reason may be absent.
///
/// Errors: M_NOT_FOUND, M_BAD_JSON, M_INVALID_PARAM. Spec: client-server-api#post_matrixclientv3roomsroomidreporteventid (v1.19).
public final class ReportEvent implements Endpoint {
    private static final Route ROUTE =
            Route.post("/rooms/{roomId}/report/{eventId}", Era.V3, Era.R0).build();

    private final Reports reports;

    /// Creates the endpoint.
    public ReportEvent(Reports reports) {
        this.reports = reports;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        reports.event(
                request.requester(),
                request.path("roomId"),
                request.path("eventId"),
                request.fields().string("reason").orElse(""));
        return Response.ok();
    }
}
