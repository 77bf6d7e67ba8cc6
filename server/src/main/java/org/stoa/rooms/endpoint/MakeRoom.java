package org.stoa.rooms.endpoint;

import java.util.Map;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.create.CreateRoom;
import org.stoa.rooms.create.NewRoom;

/// Makes a room. Under `api/v1` a room without preset and visibility is open, and the answer names its alias.
///
/// The answer has the room's id also when users of other servers could not be invited to it. Those are in
/// `org.stoa.not_invited`, each with the error that an invite by itself would have had.
///
/// Errors: those of [CreateRoom#create]; M_TOO_LARGE for more than 2,000 events in `initial_state`.
/// Spec: client-server-api#post_matrixclientv3createroom (v1.19).
public final class MakeRoom implements Endpoint {
    private static final Route ROUTE =
            Route.post("/createRoom", Era.V3, Era.R0, Era.API_V1)
                    .limit(RateLimitKind.CREATE_ROOM)
                    .build();

    private final CreateRoom createRoom;
    private final RoomVersion defaultVersion;

    /// Creates the endpoint.
    public MakeRoom(CreateRoom createRoom, RoomVersion defaultVersion) {
        this.createRoom = createRoom;
        this.defaultVersion = defaultVersion;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        boolean old = request.era() == Era.API_V1;
        NewRoom wish = NewRoom.of(request.body(), defaultVersion, old);
        CreateRoom.Made made = createRoom.create(request.requester(), wish);
        JsonObject.Builder answer = JsonObject.builder().put("room_id", made.roomId().toString());
        if (old) {
            made.alias().ifPresent(alias -> answer.put("room_alias", alias.toString()));
        }
        if (!made.notInvited().isEmpty()) {
            answer.put("org.stoa.not_invited", errors(made.notInvited()));
        }
        return Response.ok(answer.build());
    }

    private static JsonObject errors(Map<UserId, MatrixException> refusals) {
        JsonObject.Builder errors = JsonObject.builder();
        refusals.forEach((user, refused) -> errors.put(user.toString(), refused.toJson()));
        return errors.build();
    }
}
