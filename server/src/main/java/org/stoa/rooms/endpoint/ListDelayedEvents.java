package org.stoa.rooms.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.delayed.DelayedEvents;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.rooms.DelayedEvent;

/// Lists the delayed events of the user, those to be sent first first: those that wait, unless `status` asks for the others.
/// A proposal, at its unstable path; of its other parameters there are `room_id` and `type`.
///
/// Spec: MSC4140.
public final class ListDelayedEvents implements Endpoint {
    private static final Route ROUTE =
            Route.get("/_matrix/client/unstable/org.matrix.msc4140/delayed_events")
                    .access(Access.USER_OR_GUEST)
                    .build();

    private final Rooms rooms;
    private final DelayedEvents delayed;

    /// Creates the endpoint.
    public ListDelayedEvents(Rooms rooms, DelayedEvents delayed) {
        this.rooms = rooms;
        this.delayed = delayed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        boolean finalised = isFinalised(request.query("status").orElse("scheduled"));
        Predicate<JsonObject> isWanted =
                equal("room_id", request.query("room_id"))
                        .and(equal("type", request.query("type")));
        JsonArray.Builder list = JsonArray.builder();
        List<DelayedEvent> all = delayed.of(request.requester());
        all.stream()
                .filter(event -> event.isFinalised() == finalised)
                .map(event -> DelayedEventJson.of(event, rooms))
                .filter(isWanted)
                .forEach(list::add);
        return Response.ok(JsonObject.of("delayed_events", list.build()));
    }

    private static boolean isFinalised(String status) {
        return switch (status) {
            case "scheduled" -> false;
            case "finalised" -> true;
            default -> throw RoomParameters.invalid("status", "scheduled or finalised");
        };
    }

    private static Predicate<JsonObject> equal(String member, Optional<String> wanted) {
        return json -> wanted.isEmpty() || json.string(member).equals(wanted);
    }
}
