package org.stoa.federation.history.endpoint;

import org.stoa.federation.history.AskedStates;
import org.stoa.federation.history.PduAnswers;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Gives another server the ids of the events in the state of a room before an event, and of all that authorises them.
///
/// Errors: as those of {@link GetStateBefore}.
/// Spec: server-server-api#get_matrixfederationv1state_idsroomid (v1.19).
public final class GetStateIdsBefore implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/federation/v1/state_ids/{roomId}").access(Access.SERVER).build();

    private final AskedStates states;
    private final PduAnswers answers;

    /// Creates the endpoint.
    public GetStateIdsBefore(AskedStates states, PduAnswers answers) {
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
        return answers.ids(
                found.rules(),
                new PduAnswers.Member("auth_chain_ids", found.authChain()),
                new PduAnswers.Member("pdu_ids", found.state()));
    }
}
