package org.stoa.federation.history.endpoint;

import java.util.List;
import org.stoa.federation.history.AskedEvents;
import org.stoa.federation.history.PduAnswers;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Gives another server one event.
///
/// Errors: M_INVALID_PARAM; M_NOT_FOUND; M_FORBIDDEN when the server is not in the room.
/// Spec: server-server-api#get_matrixfederationv1eventeventid (v1.19).
public final class GetPdu implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/event/{eventId}").access(Access.SERVER).build();

    private final AskedEvents events;
    private final PduAnswers answers;

    /// Creates the endpoint.
    public GetPdu(AskedEvents events, PduAnswers answers) {
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
                List.of(events.event(request.origin(), PduParameters.eventId(request))));
    }
}
