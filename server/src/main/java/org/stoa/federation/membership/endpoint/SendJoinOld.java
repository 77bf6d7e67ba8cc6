package org.stoa.federation.membership.endpoint;

import java.nio.charset.StandardCharsets;
import org.stoa.http.Access;
import org.stoa.http.BodyWriter;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

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
    private static final byte[] BEGIN = "[200,".getBytes(StandardCharsets.UTF_8);

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
        BodyWriter answer = current.answer(request, false);
        return Response.stream(
                200,
                "application/json",
                out -> {
                    out.write(BEGIN);
                    answer.write(out);
                    out.write(']');
                });
    }
}
