package org.stoa.rooms.endpoint;

import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.rooms.delayed.DelayedEvents;

/// Sends a delayed event now, cancels it, or lets it wait from now on. Whoever knows its id may do so: clients give it to
/// services that see better than they when a call has ended. A proposal, at its unstable path.
///
/// Errors: M_NOT_FOUND; M_UNKNOWN (409) when it was sent or cancelled already; those of sending.
/// Spec: MSC4140.
public final class ManageDelayedEvent implements Endpoint {
    private static final Route ROUTE =
            Route.post(
                            "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}/{action}")
                    .access(Access.PUBLIC)
                    .smallBody()
                    .build();

    private final DelayedEvents delayed;

    /// Creates the endpoint.
    public ManageDelayedEvent(DelayedEvents delayed) {
        this.delayed = delayed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        String delayId = request.path("delayId");
        switch (request.path("action")) {
            case "send" -> delayed.send(delayId);
            case "cancel" -> delayed.cancel(delayId);
            case "restart" -> delayed.restart(delayId);
            default ->
                    throw new MatrixException(
                            ErrorCode.UNRECOGNIZED, "Expected send, cancel or restart");
        }
        return Response.ok();
    }
}
