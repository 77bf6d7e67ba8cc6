package org.stoa.rooms.endpoint;

import java.util.Optional;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.Relations;

/// Lists the events that relate to one: all, those of one kind, or those of one kind and type.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidrelationseventid and its two longer forms (v1.19).
public final class GetRelations implements Endpoint {
    private static final int DEFAULT_LIMIT = 20;
    private static final String PATH = "/rooms/{roomId}/relations/{eventId}";
    private static final Route ROUTE =
            Route.get(PATH + "/{relType}/{eventType}", Era.V1, Era.UNSTABLE)
                    .also(PATH + "/{relType}", Era.V1, Era.UNSTABLE)
                    .also(PATH, Era.V1, Era.UNSTABLE)
                    .build();

    private final Relations relations;

    /// Creates the endpoint.
    public GetRelations(Relations relations) {
        this.relations = relations;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Relations.Wish wish =
                new Relations.Wish(
                        given(request, "relType"),
                        given(request, "eventType"),
                        request.query("recurse").map(any -> request.queryBool("recurse", false)),
                        RoomParameters.backwards(request).orElse(true),
                        request.query("from").filter(token -> !token.isEmpty()),
                        request.query("to").filter(token -> !token.isEmpty()),
                        Math.max(1, RoomParameters.limit(request, DEFAULT_LIMIT)),
                        RoomParameters.format(request));
        return Response.okJson(
                relations.page(
                        request.requester(),
                        RoomParameters.roomId(request),
                        RoomParameters.eventId(request),
                        wish));
    }

    private static Optional<String> given(Request request, String name) {
        return Optional.of(request.path(name)).filter(text -> !text.isEmpty());
    }
}
