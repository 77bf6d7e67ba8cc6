package org.stoa.federation.membership.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.Json;

/// Takes in the join of another server's user, in the form of old servers: the answer is wrapped in an array.
///
/// Errors: as of [SendJoin].
/// The specification does not have it any more.
public final class SendJoinOld implements Endpoint {
    private static final Route ROUTE =
            Route.put("/_matrix/federation/v1/send_join/{roomId}/{eventId}")
                    .access(Access.SERVER)
                    .limit(RateLimitKind.EXPENSIVE)
                    .build();

    private final SendJoin current;

    /// Creates the endpoint over the current one.
    public SendJoinOld(SendJoin current) {
        this.current = current;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        JsonPieces answer = current.answer(request, false);
        return Response.json(
                new JsonBuffer().beginArray().value(Json.of(200)),
                out -> {
                    if (answer.writeNext(out)) {
                        return true;
                    }
                    out.endArray();
                    return false;
                });
    }
}
