package org.stoa.rooms.resolve;

import java.util.List;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;

/// What a resolution reads of state events. Their contents may have 64 kB each, many times as much once they are parsed, and it may
/// have to hold tens of thousands of them.
///
/// Spec: rooms/v12#authorization-rules (v1.19), which reads no other contents.
final class AuthParts {
    /// Few events are larger.
    private static final int LARGE = 2 << 10;

    private static final Set<String> WHOLE =
            Set.of(
                    EventTypes.CREATE,
                    EventTypes.POWER_LEVELS,
                    EventTypes.JOIN_RULES,
                    EventTypes.THIRD_PARTY_INVITE);

    private static final List<String> OF_MEMBERS =
            List.of("membership", "join_authorised_via_users_server", "third_party_invite");

    private AuthParts() {}

    /// Returns the event, of a large one only what is read of it.
    static Event of(StoredEvent stored) {
        Event event = stored.parsed();
        boolean isLarge = stored.client().length + stored.federation().length > LARGE;
        if (!isLarge || WHOLE.contains(event.type())) {
            return event;
        }
        JsonObject.Builder content = JsonObject.builder();
        if (event.type().equals(EventTypes.MEMBER)) {
            for (String name : OF_MEMBERS) {
                Json value = event.content().get(name);
                if (value != null) {
                    content.put(name, value);
                }
            }
        }
        JsonObject part = event.json().without("unsigned").with("content", content.build());
        return Event.stored(event.eventId(), event.roomId(), part, event.rules());
    }
}
