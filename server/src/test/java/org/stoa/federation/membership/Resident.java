package org.stoa.federation.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ForeignState;
import org.stoa.testing.TestAuthority;

/// A scripted server in a room of its own, which lets one user join, honestly or not.
final class Resident implements AutoCloseable {
    private final ForeignServer server;
    private final ForeignRoom room;
    private final Event proposed;

    /// @param user who may join
    Resident(TestAuthority authority, RoomVersion version, String user) {
        server = new ForeignServer(authority);
        room = ForeignRoom.create(version, server.user("creator"));
        room.state(
                server.user("creator"),
                "m.room.name",
                "",
                JsonObject.of("name", "Far"),
                room.last());
        proposed = room.join(user, room.last());
        template(UnaryOperator.identity());
        answer(UnaryOperator.identity());
    }

    ForeignServer server() {
        return server;
    }

    ForeignRoom room() {
        return room;
    }

    String id() {
        return room.roomId().toString();
    }

    /// Changes what `make_join` answers.
    Resident template(UnaryOperator<JsonObject> change) {
        JsonObject event =
                proposed.json().without("signatures").without("hashes").without("event_id");
        server.answering(
                "GET /_matrix/federation/v1/make_join",
                change.apply(JsonObject.of("room_version", room.version().id(), "event", event)));
        return this;
    }

    /// Changes what `send_join` answers.
    Resident answer(UnaryOperator<JsonObject> change) {
        ForeignState honest = room.given(proposed);
        server.answering(
                "PUT /_matrix/federation/v2/send_join",
                change.apply(
                        JsonObject.of(
                                "state",
                                array(honest.events()),
                                "auth_chain",
                                array(honest.authChain()))));
        return this;
    }

    /// The events, each changed.
    static JsonArray each(JsonArray events, UnaryOperator<JsonObject> change) {
        return JsonArray.of(events.objects().stream().map(change).toList());
    }

    /// The events without those of a type.
    static JsonArray without(JsonArray events, String type) {
        List<Json> kept = new ArrayList<>();
        for (JsonObject event : events.objects()) {
            if (!event.string("type").orElse("").equals(type)) {
                kept.add(event);
            }
        }
        return JsonArray.of(kept);
    }

    private static JsonArray array(List<Event> events) {
        return JsonArray.of(events.stream().map(Event::json).toList());
    }

    @Override
    public void close() {
        server.close();
    }
}
