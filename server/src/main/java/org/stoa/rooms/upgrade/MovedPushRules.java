package org.stoa.rooms.upgrade;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.push.Condition;
import org.stoa.protocol.push.PushRule;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleKind;

/// Copies a user's push rules for one room to another: room rules, and rules with conditions on the room's id.
final class MovedPushRules {
    private static final List<RuleKind> KINDS =
            List.of(RuleKind.OVERRIDE, RuleKind.ROOM, RuleKind.UNDERRIDE);

    private MovedPushRules() {}

    /// The rules with a copy for the new room beside each rule for the old one, unless there is a rule of that id already.
    static PushRuleset copied(PushRuleset rules, String oldRoom, String newRoom) {
        PushRuleset all = rules;
        for (RuleKind kind : KINDS) {
            for (PushRule rule : rules.rules(kind)) {
                if (!rule.isDefault() && isOf(rule, oldRoom)) {
                    all = with(all, rule, copy(rule, oldRoom, newRoom));
                }
            }
        }
        return all;
    }

    private static PushRuleset with(PushRuleset rules, PushRule original, PushRule copy) {
        if (rules.find(copy.kind(), copy.id()).isPresent()) {
            return rules;
        }
        return rules.with(copy, null, original.id())
                .withEnabled(copy.kind(), copy.id(), original.enabled());
    }

    private static boolean isOf(PushRule rule, String room) {
        return rule.kind() == RuleKind.ROOM
                ? rule.id().equals(room)
                : rule.conditions().stream().anyMatch(condition -> names(condition, room));
    }

    private static PushRule copy(PushRule rule, String oldRoom, String newRoom) {
        if (rule.kind() == RuleKind.ROOM) {
            return PushRule.room(newRoom, rule.actions());
        }
        String id =
                rule.id().contains(oldRoom)
                        ? rule.id().replace(oldRoom, newRoom)
                        : rule.id() + "_" + newRoom;
        List<Condition> conditions =
                rule.conditions().stream()
                        .map(
                                condition ->
                                        names(condition, oldRoom)
                                                ? renamed(condition.toJson(), newRoom)
                                                : condition)
                        .toList();
        return PushRule.conditional(rule.kind(), id, conditions, rule.actions());
    }

    /// Whether a condition asks for this room: `event_match` has a pattern, `event_property_is` a value.
    private static boolean names(Condition condition, String room) {
        JsonObject json = condition.toJson();
        Optional<String> wanted = Optional.of(room);
        return json.string("key").equals(Optional.of("room_id"))
                && (json.string("pattern").equals(wanted) || json.string("value").equals(wanted));
    }

    private static Condition renamed(JsonObject condition, String room) {
        String member = condition.has("pattern") ? "pattern" : "value";
        return Condition.parse(condition.with(member, new JsonString(room)));
    }
}
