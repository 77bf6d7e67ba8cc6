package org.stoa.ephemeral.endpoint;

import java.nio.charset.StandardCharsets;
import org.stoa.ephemeral.PresenceLists;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;

/// Tells the presence of those on the user's own list, as a list of events.
///
/// Errors: M_FORBIDDEN for others' lists. Spec: the API before r0.
public final class GetPresenceList implements Endpoint {
    private static final Route ROUTE =
            Route.get("/presence/list/{userId}", Era.API_V1, Era.R0).build();

    private final PresenceLists lists;

    /// Creates the endpoint.
    public GetPresenceList(PresenceLists lists) {
        this.lists = lists;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        requireOwn(request);
        JsonArray events = JsonArray.of(lists.events(request.requester().userNid()));
        return Response.okJson(events.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void requireOwn(Request request) {
        if (!request.path("userId").equals(request.requester().userId().toString())) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The presence list is that of somebody else");
        }
    }
}
