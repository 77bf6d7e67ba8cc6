package org.stoa.ephemeral.endpoint;

import java.time.Duration;
import org.stoa.ephemeral.Typing;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.RoomAccess;

/// Notes that the user is typing, or no longer is.
///
/// Spec: client-server-api#put_matrixclientv3roomsroomidtypinguserid (v1.19).
public final class SetTyping implements Endpoint {
    private static final Route ROUTE =
            Route.put("/rooms/{roomId}/typing/{userId}", Era.V3, Era.R0, Era.API_V1)
                    .access(Access.USER_OR_GUEST)
                    .limit(RateLimitKind.SEND)
                    .build();

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final RoomAccess access;
    private final Typing typing;

    /// Creates the endpoint.
    public SetTyping(RoomAccess access, Typing typing) {
        this.access = access;
        this.typing = typing;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        if (!request.path("userId").equals(requester.userId().toString())) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "You can only say of yourself whether you are typing");
        }
        RoomId roomId =
                RoomId.tryParse(request.path("roomId"))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "roomId must be a room id"));
        Room room = access.requireJoined(requester, roomId).room();
        Fields body = request.fields();
        boolean isTyping = body.bool("typing").orElseThrow(() -> body.missing("typing"));
        if (isTyping) {
            start(requester, room, timeout(body));
        } else {
            typing.stop(room.nid(), requester.userNid());
        }
        return Response.ok();
    }

    private void start(Requester requester, Room room, Duration timeout) {
        typing.start(room.nid(), requester.userNid(), timeout);
        if (!access.isJoined(requester, room)) {
            // He left meanwhile, and what he typed then was taken back before it was there.
            typing.stop(room.nid(), requester.userNid());
        }
    }

    private static Duration timeout(Fields body) {
        long millis = body.integer("timeout").orElse(DEFAULT_TIMEOUT.toMillis());
        return Duration.ofMillis(Math.clamp(millis, 0, Typing.MAX_TIMEOUT.toMillis()));
    }
}
