package org.stoa.federation.history.endpoint;

import org.stoa.federation.history.AskedEvents;
import org.stoa.federation.history.PduAnswers;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Gives another server some events of a room and what came before them.
///
/// Errors: M_INVALID_PARAM; M_FORBIDDEN when the server is not in the room.
/// Spec: server-server-api#get_matrixfederationv1backfillroomid (v1.19).
public final class GetEventsBefore implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/backfill/{roomId}").access(Access.SERVER).build();

    private static final int DEFAULT_LIMIT = 10;

    /// More would be megabytes that somebody waits for.
    private static final int MAX_LIMIT = 100;

    private final AskedEvents events;
    private final PduAnswers answers;

    /// Creates the endpoint.
    public GetEventsBefore(AskedEvents events, PduAnswers answers) {
        this.events = events;
        this.answers = answers;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        return answers.transaction(
                events.before(
                        request.origin(),
                        PduParameters.roomId(request),
                        PduParameters.eventIds("v", request.queryAll("v")),
                        PduParameters.limit(
                                request.queryInteger("limit"), DEFAULT_LIMIT, MAX_LIMIT)));
    }
}
