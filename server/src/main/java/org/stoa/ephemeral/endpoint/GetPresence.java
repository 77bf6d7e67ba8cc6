package org.stoa.ephemeral.endpoint;

import java.util.Optional;
import org.stoa.ephemeral.Presence;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Names;

/// Tells the presence of a user who shares a room with the one who asks.
///
/// Spec: client-server-api#get_matrixclientv3presenceuseridstatus (v1.19).
public final class GetPresence implements Endpoint {
    private static final Route ROUTE =
            Route.get("/presence/{userId}/status", Era.V3, Era.R0, Era.API_V1).build();

    private final Presence presence;
    private final Names names;

    /// Creates the endpoint.
    public GetPresence(Presence presence, Names names) {
        this.presence = presence;
        this.names = names;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<Long> user = UserId.tryParse(request.path("userId")).flatMap(names::findUser);
        boolean maySee =
                user.isPresent() && presence.maySee(request.requester().userNid(), user.get());
        if (!maySee) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "You share no room with " + request.path("userId"));
        }
        return Response.ok(presence.of(user.get()).toJson());
    }
}
