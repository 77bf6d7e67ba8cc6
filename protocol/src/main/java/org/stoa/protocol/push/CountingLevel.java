package org.stoa.protocol.push;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// What a user's rules make of the events of one room, as far as it matters for counting them.
///
/// Rules that cannot match in the room, and differences that do not matter for counts (sounds, rules behind one that always
/// matches), are left out; what remains is compared with what the rules of the server come to in the same way.
///
/// Spec: client-server-api#receiving-notifications (v1.19).
public enum CountingLevel {
    /// The same as for users who have changed nothing.
    ALL,
    /// Only what highlights for users who have changed nothing: mentions, and the end of the room.
    MENTIONS,
    /// Nothing.
    NOTHING,
    /// Something else, so each event has to be looked at.
    OTHER;

    /// Matches what lets a user into a room, which is never among the events that he may have read in it.
    private static final String INVITE = ".m.rule.invite_for_me";

    private static final String ROOM_ID = "room_id";

    /// A rule that may match in the room, without what its conditions say of the room itself.
    private record Step(List<JsonObject> conditions, boolean notifies, boolean highlights) {}

    /// Returns the level of these rules of a user in a room.
    public static CountingLevel of(PushRuleset rules, UserId user, String roomId) {
        List<Step> steps = steps(rules, roomId);
        if (steps.isEmpty()) {
            return NOTHING;
        }
        PushRuleset defaults = DefaultRules.forUser(user);
        if (steps.equals(steps(defaults, roomId))) {
            return ALL;
        }
        return steps.equals(steps(onlyOverride(defaults), roomId)) ? MENTIONS : OTHER;
    }

    private static PushRuleset onlyOverride(PushRuleset rules) {
        return new PushRuleset(rules.override(), List.of(), List.of(), List.of(), List.of());
    }

    private static List<Step> steps(PushRuleset rules, String roomId) {
        List<Step> steps = new ArrayList<>();
        for (RuleKind kind : RuleKind.values()) {
            for (PushRule rule : rules.rules(kind)) {
                if (mayMatch(rule, roomId)) {
                    steps.add(step(rule));
                    if (steps.getLast().conditions().isEmpty()) {
                        return withoutSilentEnd(steps);
                    }
                }
            }
        }
        return withoutSilentEnd(steps);
    }

    private static boolean mayMatch(PushRule rule, String roomId) {
        boolean isOff = !rule.enabled() || rule.id().equals(INVITE);
        return !isOff
                && rule.conditions().stream()
                        .noneMatch(condition -> isNeverTrue(condition, roomId));
    }

    private static boolean isNeverTrue(Condition condition, String roomId) {
        return switch (condition) {
            case EventMatch match -> isOfRoom(match.path()) && !match.glob().matches(roomId);
            case EventPropertyIs is ->
                    isOfRoom(is.path()) && !is.value().equals(new JsonString(roomId));
            case UnrecognisedCondition unrecognised -> true;
            case EventPropertyContains contains -> isOfRoom(contains.path());
            case ContainsDisplayName displayName -> false;
            case RoomMemberCount count -> false;
            case SenderNotificationPermission permission -> false;
        };
    }

    private static Step step(PushRule rule) {
        List<JsonObject> conditions =
                rule.conditions().stream()
                        .filter(condition -> !isOfRoom(condition))
                        .map(Condition::toJson)
                        .toList();
        boolean notifies = rule.actions().isNotify();
        return new Step(conditions, notifies, notifies && rule.actions().isHighlight());
    }

    private static boolean isOfRoom(Condition condition) {
        return switch (condition) {
            case EventMatch match -> isOfRoom(match.path());
            case EventPropertyIs is -> isOfRoom(is.path());
            case EventPropertyContains contains -> isOfRoom(contains.path());
            case UnrecognisedCondition unrecognised -> false;
            case ContainsDisplayName displayName -> false;
            case RoomMemberCount count -> false;
            case SenderNotificationPermission permission -> false;
        };
    }

    private static boolean isOfRoom(PropertyPath path) {
        return path.toString().equals(ROOM_ID);
    }

    /// A rule that does nothing, with none behind it that does, is the same as no rule.
    private static List<Step> withoutSilentEnd(List<Step> steps) {
        while (!steps.isEmpty() && !steps.getLast().notifies()) {
            steps.removeLast();
        }
        return steps;
    }
}
