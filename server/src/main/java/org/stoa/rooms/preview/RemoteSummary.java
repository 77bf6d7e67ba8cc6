package org.stoa.rooms.preview;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What another server says of a room, as far as it has the form that clients may rely on. Immutable.
///
/// @param json the members that the specification has, and no others
public record RemoteSummary(RoomId room, JsonObject json) {
    /// Rooms whose members may join: nobody names so many.
    private static final int MAX_ALLOWED = 100;

    private static final List<String> TEXTS =
            List.of(
                    "name",
                    "topic",
                    "canonical_alias",
                    "avatar_url",
                    "join_rule",
                    "room_type",
                    "encryption",
                    "room_version");

    /// Reads a summary; empty when it lacks what each has to have.
    public static Optional<RemoteSummary> of(JsonObject given) {
        Optional<RoomId> room = given.string("room_id").flatMap(RoomId::tryParse);
        boolean isUsable =
                given.integer("num_joined_members").isPresent()
                        && given.bool("world_readable").isPresent()
                        && given.bool("guest_can_join").isPresent();
        return isUsable ? room.map(id -> new RemoteSummary(id, usable(given))) : Optional.empty();
    }

    private static JsonObject usable(JsonObject given) {
        JsonObject.Builder usable = JsonObject.builder();
        given.string("room_id").ifPresent(id -> usable.put("room_id", id));
        given.integer("num_joined_members")
                .ifPresent(joined -> usable.put("num_joined_members", joined));
        given.bool("world_readable").ifPresent(is -> usable.put("world_readable", is));
        given.bool("guest_can_join").ifPresent(can -> usable.put("guest_can_join", can));
        for (String name : TEXTS) {
            given.string(name).ifPresent(text -> usable.put(name, text));
        }
        List<String> allowed =
                given.array("allowed_room_ids").orElse(JsonArray.EMPTY).strings().stream()
                        .limit(MAX_ALLOWED)
                        .toList();
        if (!allowed.isEmpty()) {
            usable.put("allowed_room_ids", JsonArray.ofStrings(allowed));
        }
        return usable.build();
    }

    /// Whether anybody may read the room.
    public boolean isWorldReadable() {
        return json.bool("world_readable").orElse(false);
    }

    /// The join rule; "When not present, the room is assumed to be `public`."
    public String joinRule() {
        return json.string("join_rule").orElse("public");
    }

    /// The rooms whose members may join.
    public List<RoomId> allowedRooms() {
        return json.array("allowed_room_ids").orElse(JsonArray.EMPTY).strings().stream()
                .flatMap(text -> RoomId.tryParse(text).stream())
                .toList();
    }

    /// Whether it is a space.
    public boolean isSpace() {
        return json.string("room_type").filter("m.space"::equals).isPresent();
    }
}
