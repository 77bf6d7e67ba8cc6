package org.stoa.protocol.event.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// The content of `m.room.join_rules`. A room without it is for invited users.
///
/// Spec: client-server-api#mroomjoin_rules, client-server-api#restricted-rooms (v1.19).
public record JoinRules(JsonObject content) {

    private static final String ROOM_MEMBERSHIP = "m.room_membership";

    /// Returns the view of the event, or of none.
    public static JoinRules of(@Nullable Event event) {
        return new JoinRules(event == null ? JsonObject.EMPTY : event.content());
    }

    /// Returns the rule; [JoinRule#INVITE] when none is given, [JoinRule#UNKNOWN] when it is not a string.
    public JoinRule rule() {
        if (!content.has("join_rule")) {
            return JoinRule.INVITE;
        }
        return content.string("join_rule").map(JoinRule::of).orElse(JoinRule.UNKNOWN);
    }

    /// Returns the rooms whose members may join where joins are restricted; conditions of other types or without a valid
    /// room id are left out.
    public List<RoomId> allowedRooms() {
        List<RoomId> rooms = new ArrayList<>();
        for (JsonObject condition : content.array("allow").orElse(JsonArray.EMPTY).objects()) {
            if (condition.string("type").filter(ROOM_MEMBERSHIP::equals).isPresent()) {
                condition.string("room_id").flatMap(RoomId::tryParse).ifPresent(rooms::add);
            }
        }
        return List.copyOf(rooms);
    }
}
