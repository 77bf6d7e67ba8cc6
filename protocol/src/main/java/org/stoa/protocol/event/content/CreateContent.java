package org.stoa.protocol.event.content;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// The content of `m.room.create`, read by the rules of its room.
///
/// Spec: client-server-api#mroomcreate (v1.19).
public record CreateContent(Event event) {

    /// The version of a room whose create event names none.
    public static final String DEFAULT_ROOM_VERSION = "1";

    /// Returns the view of a create event.
    public static CreateContent of(Event event) {
        return new CreateContent(event);
    }

    /// Returns the creator as text: the sender, or `content.creator` where that is asked for; empty when it is missing
    /// there.
    public Optional<String> creator() {
        return event.rules().creatorIsSender()
                ? Optional.of(event.sender().toString())
                : content().string("creator");
    }

    /// Whether the user is one of those who made the room: the creator, and where the room version gives creators
    /// privileges, the `additional_creators`.
    public boolean isCreator(String userId) {
        return creator().filter(userId::equals).isPresent() || isAdditionalCreator(userId);
    }

    /// Whether the user has power above all levels, as creators have in some room versions.
    public boolean hasInfinitePower(String userId) {
        return event.rules().privilegedCreators() && isCreator(userId);
    }

    /// Returns the `additional_creators`, those that are valid user ids; none where the room version does not have them.
    public List<UserId> additionalCreators() {
        if (!event.rules().privilegedCreators()) {
            return List.of();
        }
        return content().array("additional_creators").orElse(JsonArray.EMPTY).strings().stream()
                .flatMap(text -> UserId.tryParse(text).stream())
                .toList();
    }

    /// Whether users of other servers may be in the room; they may unless `m.federate` is `false`.
    public boolean federates() {
        return !(content().get("m.federate") instanceof JsonBoolean(boolean federate)) || federate;
    }

    /// Returns the version that the room says it has, known or not.
    public String roomVersion() {
        return content().string("room_version").orElse(DEFAULT_ROOM_VERSION);
    }

    /// Returns what the room is for, such as `m.space`; empty for conversations.
    public Optional<String> type() {
        return content().string("type");
    }

    /// Returns the id of the room that this one replaces, as text.
    public Optional<String> predecessorRoomId() {
        return content().object("predecessor").flatMap(room -> room.string("room_id"));
    }

    private boolean isAdditionalCreator(String userId) {
        return event.rules().privilegedCreators()
                && content().get("additional_creators") instanceof JsonArray creators
                && contains(creators, userId);
    }

    private static boolean contains(JsonArray creators, String userId) {
        for (int i = 0; i < creators.size(); i++) {
            if (creators.get(i) instanceof JsonString(String creator) && creator.equals(userId)) {
                return true;
            }
        }
        return false;
    }

    private JsonObject content() {
        return event.content();
    }
}
