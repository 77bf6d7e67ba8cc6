package org.stoa.accounts.endpoint;

import org.stoa.accounts.data.RoomTags;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonObject;

/// Returns the tags that the user gave a room.
///
/// Errors: M_FORBIDDEN for other users'; M_INVALID_PARAM when that is no room id.
/// Spec: client-server-api#get_matrixclientv3useruseridroomsroomidtags (v1.19).
public final class GetTags implements Endpoint {

    private final RoomTags tags;

    /// Reads here.
    public GetTags(RoomTags tags) {
        this.tags = tags;
    }

    @Override
    public Route route() {
        return Route.get(
                        "/user/{userId}/rooms/{roomId}/tags",
                        Era.V3,
                        Era.R0,
                        Era.V2_ALPHA,
                        Era.UNSTABLE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        long user = OwnAccount.of(request).userNid();
        return Response.ok(JsonObject.of("tags", tags.of(user, request.path("roomId"))));
    }
}
