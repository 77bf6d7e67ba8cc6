package org.stoa.federation.history.endpoint;

import org.stoa.federation.history.AskedStates;
import org.stoa.federation.history.PduAnswers;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Gives another server the state of a room before an event, with all that authorises it.
///
/// Errors: M_INVALID_PARAM, M_MISSING_PARAM; M_FORBIDDEN when the server is not in the room; M_NOT_FOUND when the event is not here, or
/// the state before it is not known.
/// Spec: server-server-api#get_matrixfederationv1stateroomid (v1.19).
public final class GetStateBefore implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/state/{roomId}").access(Access.SERVER).build();

    private final AskedStates states;
    private final PduAnswers answers;

    /// Creates the endpoint.
    public GetStateBefore(AskedStates states, PduAnswers answers) {
        this.states = states;
        this.answers = answers;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        AskedStates.Numbers found =
                states.before(
                        request.origin(),
                        PduParameters.roomId(request),
                        PduParameters.queriedEventId(request));
        return answers.events(
                new PduAnswers.Member("auth_chain", found.authChain()),
                new PduAnswers.Member("pdus", found.state()));
    }
}
