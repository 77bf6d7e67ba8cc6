package org.stoa.rooms.endpoint;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.rooms.hierarchy.HierarchyWish;
import org.stoa.rooms.hierarchy.SpaceHierarchy;

/// Walks the rooms below a space.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidhierarchy (v1.19).
public final class GetHierarchy implements Endpoint {
    private static final Route ROUTE =
            Route.get("/rooms/{roomId}/hierarchy", Era.V1)
                    .also("/org.matrix.msc2946/rooms/{roomId}/hierarchy", Era.UNSTABLE)
                    // Other servers may be asked for each page.
                    .limit(RateLimitKind.EXPENSIVE)
                    .build();

    private final SpaceHierarchy hierarchy;

    /// Creates the endpoint.
    public GetHierarchy(SpaceHierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<String> from = request.query("from").filter(token -> !token.isEmpty());
        HierarchyWish wish =
                HierarchyWish.of(
                        request.queryBool("suggested_only", false),
                        number(request, "limit", 1),
                        number(request, "max_depth", 0),
                        from);
        return Response.ok(
                hierarchy.page(request.requester(), RoomParameters.roomId(request), wish));
    }

    private static OptionalInt number(Request request, String name, int least) {
        OptionalLong number = request.queryInteger(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        if (number.getAsLong() < least) {
            throw RoomParameters.invalid(name, "an integer of at least " + least);
        }
        return OptionalInt.of((int) Math.min(number.getAsLong(), Integer.MAX_VALUE));
    }
}
