package org.stoa.bridge;

import java.util.Optional;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// An event as the homeserver pushes it.
///
/// @param json all of it
///
/// Spec: client-server-api#room-event-format (v1.19).
public record RoomEvent(JsonObject json) {

    /// Whether it has what every event has; the others are not given to anybody.
    public boolean isWhole() {
        return json.string("event_id").isPresent()
                && json.string("type").isPresent()
                && json.string("room_id").flatMap(RoomId::tryParse).isPresent()
                && json.string("sender").flatMap(UserId::tryParse).isPresent();
    }

    /// Returns the id.
    public String id() {
        return json.string("event_id").orElseThrow();
    }

    /// Returns the type, such as `m.room.message`.
    public String type() {
        return json.string("type").orElseThrow();
    }

    /// Returns the room.
    public RoomId room() {
        return RoomId.parse(json.string("room_id").orElseThrow());
    }

    /// Returns who sent it.
    public UserId sender() {
        return UserId.parse(json.string("sender").orElseThrow());
    }

    /// Returns the state key; empty when it is no state.
    public Optional<String> stateKey() {
        return json.string("state_key");
    }

    /// Returns the content.
    public JsonObject content() {
        return json.object("content").orElse(JsonObject.EMPTY);
    }

    /// Whether it is a message that was not redacted.
    public boolean isMessage() {
        return type().equals(EventTypes.MESSAGE) && content().has("msgtype");
    }

    /// Whether it makes the user this, such as `invite`, in the room.
    public boolean isMembership(UserId user, String membership) {
        return type().equals(EventTypes.MEMBER)
                && stateKey().filter(user.toString()::equals).isPresent()
                && content().string("membership").filter(membership::equals).isPresent();
    }
}
