package org.stoa.protocol.push;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// One push rule.
///
/// @param id unique among the rules of a kind; for room and sender rules the room or the user; those of the server start
///     with a dot
/// @param isDefault whether it is one of the server's
/// @param conditions all of which must be true; for kinds without conditions of their own what the kind means
///
/// Spec: client-server-api#push-rules (v1.19).
public record PushRule(
        RuleKind kind,
        String id,
        boolean isDefault,
        boolean enabled,
        List<Condition> conditions,
        Actions actions) {

    public PushRule {
        conditions = List.copyOf(conditions);
    }

    /// Returns a user's rule with conditions, enabled.
    ///
    /// @param kind override or underride
    public static PushRule conditional(
            RuleKind kind, String id, List<Condition> conditions, Actions actions) {
        if (!kind.hasConditions()) {
            throw new IllegalArgumentException("Rules of kind " + kind + " have no conditions");
        }
        return new PushRule(kind, id, false, true, conditions, actions);
    }

    /// Returns a user's rule for messages with words that match the glob, enabled.
    public static PushRule content(String id, String pattern, Actions actions) {
        List<Condition> conditions = List.of(EventMatch.ofBody(pattern));
        return new PushRule(RuleKind.CONTENT, id, false, true, conditions, actions);
    }

    /// Returns a user's rule for all events of a room, enabled.
    public static PushRule room(String roomId, Actions actions) {
        List<Condition> conditions = List.of(EventPropertyIs.of("room_id", roomId));
        return new PushRule(RuleKind.ROOM, roomId, false, true, conditions, actions);
    }

    /// Returns a user's rule for all events of a sender, enabled.
    public static PushRule sender(String userId, Actions actions) {
        List<Condition> conditions = List.of(EventPropertyIs.of("sender", userId));
        return new PushRule(RuleKind.SENDER, userId, false, true, conditions, actions);
    }

    /// Whether the rule is for this event: it is enabled and its conditions are true.
    public boolean matches(JsonObject event, PushContext context) {
        if (!enabled) {
            return false;
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).matches(event, context)) {
                return false;
            }
        }
        return true;
    }

    /// Returns this rule enabled or not.
    public PushRule withEnabled(boolean newEnabled) {
        return new PushRule(kind, id, isDefault, newEnabled, conditions, actions);
    }

    /// Returns this rule with other actions.
    public PushRule withActions(Actions newActions) {
        return new PushRule(kind, id, isDefault, enabled, conditions, newActions);
    }

    /// Returns the glob of a content rule; empty for other kinds.
    public Optional<String> pattern() {
        return kind == RuleKind.CONTENT
                ? conditions.getFirst().toJson().string("pattern")
                : Optional.empty();
    }

    /// Returns the rule in the form that clients know.
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("rule_id", id)
                        .put("default", isDefault)
                        .put("enabled", enabled)
                        .put("actions", actions.toJson())
                        .putIfPresent("pattern", pattern());
        if (kind.hasConditions()) {
            List<Json> all = conditions.stream().<Json>map(Condition::toJson).toList();
            json.put("conditions", JsonArray.of(all));
        }
        return json.build();
    }
}
