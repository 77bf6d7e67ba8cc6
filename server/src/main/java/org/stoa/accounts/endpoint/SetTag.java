package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.RoomTags;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Gives a room a tag of the user's.
///
/// Errors: M_FORBIDDEN for other users', and when the user has nothing to do with the room; M_INVALID_PARAM.
/// Spec: client-server-api#put_matrixclientv3useruseridroomsroomidtagstag (v1.19).
public final class SetTag implements Endpoint {

    private final RoomTags tags;

    /// Writes here.
    public SetTag(RoomTags tags) {
        this.tags = tags;
    }

    @Override
    public Route route() {
        return Route.put(
                        "/user/{userId}/rooms/{roomId}/tags/{tag}",
                        Era.V3,
                        Era.R0,
                        Era.V2_ALPHA,
                        Era.UNSTABLE)
                .allowSuspended()
                .build();
    }

    @Override
    public Response handle(Request request) {
        long user = OwnAccount.of(request).userNid();
        tags.put(user, request.path("roomId"), request.path("tag"), request.body());
        return Response.ok();
    }
}
