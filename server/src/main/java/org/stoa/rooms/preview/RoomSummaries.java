package org.stoa.rooms.preview;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.CreateContent;
import org.stoa.protocol.event.content.GuestAccess;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.storage.Names;

/// Writes summaries of rooms from their committed state. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3publicrooms, #get_matrixclientv1room_summaryroomidoralias (v1.19).
public final class RoomSummaries {
    private final EventStore events;
    private final Names names;

    /// Creates it.
    public RoomSummaries(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// The committed state of a room.
    public StateView state(Room room) {
        return new StateView(room.visible().head().state(), names, events);
    }

    /// What a summary says of a room: more than the directory does.
    public JsonObject.Builder full(Room room) {
        StateView state = state(room);
        JsonObject.Builder json = listed(room.roomId(), state);
        json.put("num_joined_members", room.visible().head().joined());
        List<RoomId> allowed = allowedRooms(room, state);
        if (!allowed.isEmpty()) {
            json.put(
                    "allowed_room_ids",
                    JsonArray.ofStrings(allowed.stream().map(RoomId::toString).toList()));
        }
        text(state, "m.room.encryption", "algorithm")
                .ifPresent(algorithm -> json.put("encryption", algorithm));
        create(state).ifPresent(create -> json.put("room_version", create.roomVersion()));
        return json;
    }

    /// What the room directory says of a room in a state, but for the number of its members.
    public static JsonObject.Builder listed(RoomId roomId, StateView state) {
        JsonObject.Builder json = JsonObject.builder();
        json.put("room_id", roomId.toString());
        json.put("world_readable", isWorldReadable(state));
        json.put(
                "guest_can_join",
                GuestAccess.in(state.get("m.room.guest_access", "")) == GuestAccess.CAN_JOIN);
        json.put(
                "join_rule",
                text(state, "m.room.join_rules", "join_rule").orElse(JoinRule.INVITE.text()));
        text(state, "m.room.name", "name").ifPresent(name -> json.put("name", name));
        text(state, "m.room.topic", "topic").ifPresent(topic -> json.put("topic", topic));
        text(state, "m.room.avatar", "url").ifPresent(url -> json.put("avatar_url", url));
        text(state, "m.room.canonical_alias", "alias")
                .ifPresent(alias -> json.put("canonical_alias", alias));
        create(state).flatMap(CreateContent::type).ifPresent(type -> json.put("room_type", type));
        return json;
    }

    /// Whether anybody may read what happens in the room.
    static boolean isWorldReadable(StateView state) {
        return HistoryVisibility.in(state.get("m.room.history_visibility", ""))
                == HistoryVisibility.WORLD_READABLE;
    }

    private static List<RoomId> allowedRooms(Room room, StateView state) {
        JoinRules rules = JoinRules.of(state.get("m.room.join_rules", ""));
        return RestrictedJoins.isRestricted(rules.rule(), room.rules())
                ? rules.allowedRooms()
                : List.of();
    }

    private static Optional<CreateContent> create(StateView state) {
        Event create = state.get("m.room.create", "");
        return create == null ? Optional.empty() : Optional.of(CreateContent.of(create));
    }

    private static Optional<String> text(StateView state, String type, String field) {
        return state.content(type, "").string(field).filter(text -> !text.isEmpty());
    }
}
