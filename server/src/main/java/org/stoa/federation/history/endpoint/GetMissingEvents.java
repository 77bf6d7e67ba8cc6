package org.stoa.federation.history.endpoint;

import java.util.List;
import org.stoa.federation.history.AskedEvents;
import org.stoa.federation.history.PduAnswers;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.EventId;

/// Gives another server the events of a room between those that it has and those that it just got.
///
/// Errors: M_INVALID_PARAM, M_BAD_JSON, M_MISSING_PARAM; M_FORBIDDEN when the server is not in the room.
/// Spec: server-server-api#post_matrixfederationv1get_missing_eventsroomid (v1.19).
public final class GetMissingEvents implements Endpoint {
    private static final Route ROUTE =
            Route.post("/_matrix/federation/v1/get_missing_events/{roomId}")
                    .access(Access.SERVER)
                    .build();

    private static final int DEFAULT_LIMIT = 10;

    /// As many as a transaction may have.
    private static final int MAX_LIMIT = 50;

    private final AskedEvents events;
    private final PduAnswers answers;

    /// Creates the endpoint.
    public GetMissingEvents(AskedEvents events, PduAnswers answers) {
        this.events = events;
        this.answers = answers;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Fields body = request.fields();
        return answers.array(
                "events",
                events.between(
                        request.origin(),
                        PduParameters.roomId(request),
                        ids(body, "earliest_events"),
                        ids(body, "latest_events"),
                        body.integer("min_depth").orElse(0),
                        PduParameters.limit(body.integer("limit"), DEFAULT_LIMIT, MAX_LIMIT)));
    }

    private static List<EventId> ids(Fields body, String name) {
        body.requiredArray(name);
        return PduParameters.eventIds(name, body.strings(name));
    }
}
