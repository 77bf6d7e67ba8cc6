package org.stoa.rooms.endpoint;

import java.util.Optional;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.preview.MutualRooms;

/// Lists the rooms that the user shares with another.
///
/// Spec: client-server-api#get_matrixclientv1mutual_rooms (v1.19), MSC2666.
public final class GetMutualRooms implements Endpoint {
    private static final int MAX_DIGITS = 18;
    private static final Route ROUTE =
            Route.get("/mutual_rooms", Era.V1)
                    .also("/uk.half-shot.msc2666/user/mutual_rooms", Era.UNSTABLE)
                    .build();

    private final MutualRooms rooms;

    /// Creates the endpoint.
    public GetMutualRooms(MutualRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        UserId other =
                UserId.tryParse(request.requiredQuery("user_id"))
                        .orElseThrow(
                                () ->
                                        RoomParameters.invalid(
                                                "user_id", "a user id such as @name:example.org"));
        return Response.ok(rooms.page(request.requester(), other, after(request)));
    }

    private static long after(Request request) {
        Optional<String> from =
                request.query("from")
                        .or(() -> request.query("batch_token"))
                        .filter(text -> !text.isEmpty());
        if (from.isEmpty()) {
            return 0;
        }
        boolean isNumber =
                from.get().length() <= MAX_DIGITS
                        && from.get().chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw RoomParameters.invalid("from", "a token of this call");
        }
        return Long.parseLong(from.get());
    }
}
