package org.stoa.rooms.endpoint;

import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.read.Threads;

/// Lists the threads of a room by their roots.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidthreads (v1.19).
public final class ListThreads implements Endpoint {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/threads", Era.V1)
                    .also("/org.matrix.msc3856/rooms/{roomId}/threads", Era.UNSTABLE)
                    .build();

    private final Threads threads;

    /// Creates the endpoint.
    public ListThreads(Threads threads) {
        this.threads = threads;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        int limit = RoomParameters.limit(request, DEFAULT_LIMIT);
        if (limit == 0) {
            throw RoomParameters.invalid("limit", "greater than zero");
        }
        Threads.Wish wish =
                new Threads.Wish(
                        participated(request.query("include").orElse("all")),
                        request.query("from").filter(token -> !token.isEmpty()),
                        Math.min(limit, MAX_LIMIT),
                        RoomParameters.format(request));
        return Response.okJson(
                threads.page(request.requester(), RoomParameters.roomId(request), wish));
    }

    private static boolean participated(String include) {
        return switch (include) {
            case "all" -> false;
            case "participated" -> true;
            default -> throw RoomParameters.invalid("include", "all or participated");
        };
    }
}
