package org.stoa.rooms.hierarchy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// A room that a space names as its child.
///
/// @param stripped the event that does so, as a stripped state event with its time
record SpaceChild(RoomId room, JsonObject stripped) {
    private static final String TYPE = "m.space.child";

    /// Servers of a child that are kept: nobody asks more in turn.
    private static final int MAX_VIA = 10;

    /// As [ChildPlace#ORDER].
    static final Comparator<SpaceChild> ORDER =
            Comparator.comparing(SpaceChild::place, ChildPlace.ORDER);

    /// The child that an event of a space names; empty when it names none.
    static Optional<SpaceChild> of(Event event) {
        return event.stateKey()
                .flatMap(RoomId::tryParse)
                .filter(room -> hasVia(event.content()))
                .map(
                        room ->
                                new SpaceChild(
                                        room,
                                        stripped(
                                                room,
                                                event.sender(),
                                                event.content(),
                                                event.originServerTs())));
    }

    /// The child that a stripped event of another server names; empty when it names none.
    static Optional<SpaceChild> ofStripped(JsonObject event) {
        JsonObject content = event.object("content").orElse(JsonObject.EMPTY);
        Optional<RoomId> room = event.string("state_key").flatMap(RoomId::tryParse);
        Optional<UserId> sender = event.string("sender").flatMap(UserId::tryParse);
        boolean isUsable =
                event.string("type").filter(TYPE::equals).isPresent()
                        && sender.isPresent()
                        && event.integer("origin_server_ts").isPresent()
                        && hasVia(content);
        return isUsable
                ? room.map(
                        id ->
                                new SpaceChild(
                                        id,
                                        stripped(
                                                id,
                                                sender.get(),
                                                content,
                                                event.integer("origin_server_ts").getAsLong())))
                : Optional.empty();
    }

    private static JsonObject stripped(RoomId room, UserId sender, JsonObject content, long ts) {
        return JsonObject.builder()
                .put("type", TYPE)
                .put("state_key", room.toString())
                .put("sender", sender.toString())
                .put("content", content)
                .put("origin_server_ts", ts)
                .build();
    }

    /// "Child rooms can be removed from a space by omitting the `via` key."
    private static boolean hasVia(JsonObject content) {
        JsonArray via = content.array("via").orElse(JsonArray.EMPTY);
        return !via.isEmpty() && via.isAllStrings();
    }

    private JsonObject content() {
        return stripped.object("content").orElse(JsonObject.EMPTY);
    }

    /// Where it stands among the others.
    ChildPlace place() {
        return ChildPlace.of(room, content(), stripped.integer("origin_server_ts").orElse(0));
    }

    /// The servers to ask about it.
    List<ServerName> via() {
        return content().array("via").orElse(JsonArray.EMPTY).strings().stream()
                .limit(MAX_VIA)
                .flatMap(text -> ServerName.tryParse(text).stream())
                .toList();
    }
}
