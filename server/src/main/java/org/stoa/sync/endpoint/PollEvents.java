package org.stoa.sync.endpoint;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.PresenceState;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.sync.old.EventStream;

/// Waits for events in the user's rooms, or in one room that he may read without being in it.
///
/// Spec: client-server-api#get_matrixclientv3events, #get_matrixclientv3events-1 (v1.19), legacy client API v1.
public final class PollEvents implements Endpoint {
    private static final Route ROUTE =
            Route.get("/events", Era.V3, Era.R0, Era.API_V1).access(Access.USER_OR_GUEST).build();

    /// "This will block waiting for an incoming event, timing out after several seconds."
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /// What clients of the first API say where they have no token yet.
    private static final String NOW = "END";

    private final EventStream stream;
    private final Rooms rooms;
    private final Presence presence;

    /// Creates the endpoint.
    public PollEvents(EventStream stream, Rooms rooms, Presence presence) {
        this.presence = presence;
        this.stream = stream;
        this.rooms = rooms;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<String> roomId = request.query("room_id");
        @Nullable Room room =
                roomId.map(text -> rooms.require(PollParameters.roomId(request, text)))
                        .orElse(null);
        Optional<String> from =
                request.query("from").filter(text -> !text.isEmpty() && !text.equals(NOW));
        Requester requester = request.requester();
        Duration timeout = PollParameters.timeout(request, DEFAULT_TIMEOUT);
        // Who listens to a room that he only looks at is connected all the same.
        try (Presence.Connection _ =
                presence.connect(
                        requester.userNid(),
                        requester.deviceId().orElse(""),
                        PresenceState.ONLINE)) {
            // Since v3 each element of the answer has an event_id, which presence has not.
            boolean presenceToo = request.era().isBeforeR0();
            return Response.okJson(
                    stream.next(new EventStream.Wish(requester, from, room, presenceToo), timeout));
        }
    }
}
