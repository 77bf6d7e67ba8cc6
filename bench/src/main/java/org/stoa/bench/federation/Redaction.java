package org.stoa.bench.federation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a redaction leaves of the events that scenarios need: ids and signatures are made of that.
///
/// Spec: rooms/v11#redactions (v1.19).
final class Redaction {
    private static final Set<String> KEPT =
            Set.of(
                    "event_id",
                    "type",
                    "room_id",
                    "sender",
                    "state_key",
                    "content",
                    "hashes",
                    "signatures",
                    "depth",
                    "prev_events",
                    "auth_events",
                    "origin_server_ts");

    private static final Map<String, Set<String>> KEPT_OF_CONTENT =
            Map.of(
                    "m.room.member",
                    Set.of("membership", "join_authorised_via_users_server"),
                    "m.room.join_rules",
                    Set.of("join_rule", "allow"),
                    "m.room.power_levels",
                    Set.of(
                            "ban",
                            "events",
                            "events_default",
                            "invite",
                            "kick",
                            "redact",
                            "state_default",
                            "users",
                            "users_default"),
                    "m.room.history_visibility",
                    Set.of("history_visibility"));

    private Redaction() {}

    static Map<String, Object> of(Map<String, Object> event) {
        Map<String, Object> left = new TreeMap<>(event);
        left.keySet().retainAll(KEPT);
        if (!"m.room.create".equals(event.get("type"))
                && event.get("content") instanceof Map<?, ?> content) {
            Map<Object, Object> kept = new TreeMap<>(content);
            kept.keySet().retainAll(KEPT_OF_CONTENT.getOrDefault(event.get("type"), Set.of()));
            left.put("content", kept);
        }
        return left;
    }
}
