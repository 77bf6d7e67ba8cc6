package org.stoa.ephemeral.endpoint;

import java.util.Optional;
import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.PresenceState;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Sets the user's own presence.
///
/// Errors: M_INVALID_PARAM for an unknown state and a status message that is too long; M_FORBIDDEN for others' presence.
/// Spec: client-server-api#put_matrixclientv3presenceuseridstatus (v1.19).
public final class SetPresence implements Endpoint {
    private static final Route ROUTE =
            Route.put("/presence/{userId}/status", Era.V3, Era.R0, Era.API_V1).build();

    /// Characters of a status message: they are kept in memory, and told to everybody who shares a room.
    private static final int MAX_STATUS_MESSAGE = 1_024;

    private final Presence presence;

    /// Creates the endpoint.
    public SetPresence(Presence presence) {
        this.presence = presence;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        if (!request.path("userId").equals(requester.userId().toString())) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "You cannot set the presence of somebody else");
        }
        Fields body = request.fields();
        PresenceState state =
                PresenceState.of(body.requiredString("presence"))
                        .orElseThrow(
                                () -> body.invalid("presence", "online, offline or unavailable"));
        presence.set(
                requester.userNid(), requester.deviceId().orElse(""), state, statusMessage(body));
        return Response.ok();
    }

    private static Optional<String> statusMessage(Fields body) {
        Optional<String> message = body.string("status_msg");
        if (message.orElse("").length() > MAX_STATUS_MESSAGE) {
            throw body.invalid("status_msg", "at most " + MAX_STATUS_MESSAGE + " characters");
        }
        return message;
    }
}
