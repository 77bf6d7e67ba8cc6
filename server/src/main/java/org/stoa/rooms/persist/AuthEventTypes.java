package org.stoa.rooms.persist;

import java.util.Set;

/// The event types that can authorise other events, and so get a number in the room's auth graph.
///
/// Spec: server-server-api#auth-events-selection (v1.19).
final class AuthEventTypes {
    private static final Set<String> TYPES =
            Set.of(
                    "m.room.create",
                    "m.room.power_levels",
                    "m.room.join_rules",
                    "m.room.member",
                    "m.room.third_party_invite");

    private AuthEventTypes() {}

    static boolean contains(String type) {
        return TYPES.contains(type);
    }
}
