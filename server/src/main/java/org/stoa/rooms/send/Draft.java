package org.stoa.rooms.send;

import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// What a user wants to send, before the room gives it its place.
///
/// @param sender the sender's id
/// @param senderNid the sender's number
/// @param type event type, at most 255 bytes
/// @param stateKey present for a state event, at most 255 bytes
/// @param redacts present for a redaction
/// @param timestamp overrides `origin_server_ts` (application services), in milliseconds
/// @param spreadsProfile a member event that only tells of a changed profile
public record Draft(
        UserId sender,
        long senderNid,
        String type,
        Optional<String> stateKey,
        JsonObject content,
        Optional<EventId> redacts,
        OptionalLong timestamp,
        boolean spreadsProfile) {

    /// A message event.
    public static Draft message(UserId sender, long senderNid, String type, JsonObject content) {
        return new Draft(
                sender,
                senderNid,
                type,
                Optional.empty(),
                content,
                Optional.empty(),
                OptionalLong.empty(),
                false);
    }

    /// A state event.
    public static Draft state(
            UserId sender, long senderNid, String type, String stateKey, JsonObject content) {
        return new Draft(
                sender,
                senderNid,
                type,
                Optional.of(stateKey),
                content,
                Optional.empty(),
                OptionalLong.empty(),
                false);
    }

    /// A redaction of an event.
    public static Draft redaction(
            UserId sender, long senderNid, EventId target, JsonObject content) {
        return new Draft(
                sender,
                senderNid,
                "m.room.redaction",
                Optional.empty(),
                content,
                Optional.of(target),
                OptionalLong.empty(),
                false);
    }

    /// What the sender of an event that another server made wanted to send.
    public static Draft received(Event event, long senderNid) {
        return new Draft(
                event.sender(),
                senderNid,
                event.type(),
                event.stateKey(),
                event.content(),
                event.redacts(),
                OptionalLong.empty(),
                false);
    }

    /// The same with a time stamp of the sender's choice.
    public Draft at(OptionalLong milliseconds) {
        return new Draft(
                sender, senderNid, type, stateKey, content, redacts, milliseconds, spreadsProfile);
    }

    /// The same, marked as one of the member events that spread a profile.
    public Draft spreadingProfile() {
        return new Draft(sender, senderNid, type, stateKey, content, redacts, timestamp, true);
    }
}
