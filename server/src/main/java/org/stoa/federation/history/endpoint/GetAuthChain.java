package org.stoa.federation.history.endpoint;

import org.stoa.federation.history.AskedEvents;
import org.stoa.federation.history.PduAnswers;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Gives another server all events that authorise an event.
///
/// Errors: M_INVALID_PARAM; M_FORBIDDEN when the server is not in the room; M_NOT_FOUND.
/// Spec: server-server-api#get_matrixfederationv1event_authroomideventid (v1.19).
public final class GetAuthChain implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/event_auth/{roomId}/{eventId}")
                    .access(Access.SERVER)
                    .build();

    private final AskedEvents events;
    private final PduAnswers answers;

    /// Creates the endpoint.
    public GetAuthChain(AskedEvents events, PduAnswers answers) {
        this.events = events;
        this.answers = answers;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        long[] chain =
                events.authChain(
                        request.origin(),
                        PduParameters.roomId(request),
                        PduParameters.eventId(request));
        return answers.events(new PduAnswers.Member("auth_chain", chain));
    }
}
