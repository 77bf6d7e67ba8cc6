package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.RoomTags;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Takes a tag of the user's from a room; one that is not there is as good as taken.
///
/// Errors: M_FORBIDDEN for other users'; M_INVALID_PARAM.
/// Spec: client-server-api#delete_matrixclientv3useruseridroomsroomidtagstag (v1.19).
public final class DeleteTag implements Endpoint {

    private final RoomTags tags;

    /// Writes here.
    public DeleteTag(RoomTags tags) {
        this.tags = tags;
    }

    @Override
    public Route route() {
        return Route.delete(
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
        tags.remove(user, request.path("roomId"), request.path("tag"));
        return Response.ok();
    }
}
