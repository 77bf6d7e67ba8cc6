package org.stoa.rooms.endpoint;

import java.util.Optional;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.Messages;

/// Walks the timeline of a room.
///
/// Without `dir` it walks forwards and always says where to go on, also with nothing new, since clients of the first
/// years poll it; with `dir` the specification's rule holds.
/// Spec: client-server-api#get_matrixclientv3roomsroomidmessages (v1.19).
public final class GetMessages implements Endpoint {
    private static final int DEFAULT_LIMIT = 10;
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/messages", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final Messages messages;

    /// Creates the endpoint.
    public GetMessages(Messages messages) {
        this.messages = messages;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<Boolean> backwards = RoomParameters.backwards(request);
        Messages.Wish wish =
                new Messages.Wish(
                        backwards.orElse(false),
                        backwards.isEmpty(),
                        RoomParameters.place(request, "from"),
                        RoomParameters.place(request, "to"),
                        RoomParameters.limit(request, DEFAULT_LIMIT),
                        RoomParameters.filter(request),
                        RoomParameters.format(request));
        return messages.page(request.requester(), RoomParameters.roomId(request), wish);
    }
}
