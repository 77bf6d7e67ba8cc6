package org.stoa.protocol.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// All push rules of a user, those of each kind with the most important first: the user's own before the server's, but
/// `.m.rule.master` before all.
///
/// Spec: client-server-api#push-rules, client-server-api#predefined-rules (v1.19).
public record PushRuleset(
        List<PushRule> override,
        List<PushRule> content,
        List<PushRule> room,
        List<PushRule> sender,
        List<PushRule> underride) {

    public PushRuleset {
        override = List.copyOf(override);
        content = List.copyOf(content);
        room = List.copyOf(room);
        sender = List.copyOf(sender);
        underride = List.copyOf(underride);
    }

    /// Returns the rules of a user as [#toJson()] wrote them: their own, and of the server's whether they are enabled and
    /// what they do. Rules that the server has now are added, those that it no longer has left out, as is what cannot be
    /// read.
    public static PushRuleset parse(JsonObject json, UserId user) {
        PushRuleset defaults = DefaultRules.forUser(user);
        return new PushRuleset(
                merge(json, RuleKind.OVERRIDE, defaults.override),
                merge(json, RuleKind.CONTENT, defaults.content),
                merge(json, RuleKind.ROOM, defaults.room),
                merge(json, RuleKind.SENDER, defaults.sender),
                merge(json, RuleKind.UNDERRIDE, defaults.underride));
    }

    /// Returns the rules of this kind, the most important first.
    public List<PushRule> rules(RuleKind kind) {
        return switch (kind) {
            case OVERRIDE -> override;
            case CONTENT -> content;
            case ROOM -> room;
            case SENDER -> sender;
            case UNDERRIDE -> underride;
        };
    }

    /// Returns the rule of this kind and id.
    public Optional<PushRule> find(RuleKind kind, String id) {
        return rules(kind).stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /// Returns the rules with a user's rule added or changed. A new one becomes the most important of the user's own, a
    /// changed one keeps its place, and whether it is enabled.
    public PushRuleset with(PushRule rule) {
        List<PushRule> rules = new ArrayList<>(rules(rule.kind()));
        int at = indexOf(rules, rule.id());
        if (at >= 0) {
            rules.set(at, rule.withEnabled(rules.get(at).enabled()));
        } else {
            rules.add(firstOwn(rules), rule);
        }
        return with(rule.kind(), rules);
    }

    /// Returns the rules with a user's rule added, or changed and moved, next to another of their own.
    ///
    /// @param before the id of the rule that is to be the next less important; null when `after` counts
    /// @param after the id of the rule that is to be the next more important; does not count when `before` is given
    /// @throws MatrixException `M_UNKNOWN` with status 400 when the user has no such rule
    public PushRuleset with(PushRule rule, @Nullable String before, @Nullable String after) {
        String other = before == null ? after : before;
        if (other == null || other.equals(rule.id())) {
            return with(rule);
        }
        List<PushRule> rules = new ArrayList<>(rules(rule.kind()));
        boolean enabled = find(rule.kind(), rule.id()).map(PushRule::enabled).orElse(true);
        rules.removeIf(existing -> existing.id().equals(rule.id()));
        int at = indexOf(rules, other);
        if (at < 0 || rules.get(at).isDefault()) {
            throw MatrixException.of(ErrorCode.UNKNOWN, "before/after rule not found: " + other)
                    .withStatus(400);
        }
        rules.add(before == null ? at + 1 : at, rule.withEnabled(enabled));
        return with(rule.kind(), rules);
    }

    /// Returns the rules without a user's own rule.
    ///
    /// @throws MatrixException `M_NOT_FOUND` when there is no such rule, or it is the server's
    public PushRuleset without(RuleKind kind, String id) {
        if (require(kind, id).isDefault()) {
            throw notFound();
        }
        return with(kind, rules(kind).stream().filter(rule -> !rule.id().equals(id)).toList());
    }

    /// Returns the rules with one enabled or not.
    ///
    /// @throws MatrixException `M_NOT_FOUND` when there is no such rule
    public PushRuleset withEnabled(RuleKind kind, String id, boolean enabled) {
        return withChanged(kind, id, rule -> rule.withEnabled(enabled));
    }

    /// Returns the rules with other actions for one.
    ///
    /// @throws MatrixException `M_NOT_FOUND` when there is no such rule
    public PushRuleset withActions(RuleKind kind, String id, Actions actions) {
        return withChanged(kind, id, rule -> rule.withActions(actions));
    }

    /// Returns the first rule that matches the event, null when none does.
    @Nullable PushRule firstMatch(JsonObject event, PushContext context) {
        PushRule match = firstMatch(override, event, context);
        match = match == null ? firstMatch(content, event, context) : match;
        match = match == null ? firstMatch(room, event, context) : match;
        match = match == null ? firstMatch(sender, event, context) : match;
        return match == null ? firstMatch(underride, event, context) : match;
    }

    /// Returns the ruleset in the form that clients know, to be put under `global`.
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        for (RuleKind kind : RuleKind.values()) {
            List<Json> rules = rules(kind).stream().<Json>map(PushRule::toJson).toList();
            json.put(kind.text(), JsonArray.of(rules));
        }
        return json.build();
    }

    private PushRuleset withChanged(RuleKind kind, String id, UnaryOperator<PushRule> change) {
        PushRule changed = change.apply(require(kind, id));
        return with(
                kind,
                rules(kind).stream().map(rule -> rule.id().equals(id) ? changed : rule).toList());
    }

    private PushRule require(RuleKind kind, String id) {
        return find(kind, id).orElseThrow(PushRuleset::notFound);
    }

    private PushRuleset with(RuleKind kind, List<PushRule> rules) {
        return new PushRuleset(
                kind == RuleKind.OVERRIDE ? rules : override,
                kind == RuleKind.CONTENT ? rules : content,
                kind == RuleKind.ROOM ? rules : room,
                kind == RuleKind.SENDER ? rules : sender,
                kind == RuleKind.UNDERRIDE ? rules : underride);
    }

    private static @Nullable PushRule firstMatch(
            List<PushRule> rules, JsonObject event, PushContext context) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(event, context)) {
                return rules.get(i);
            }
        }
        return null;
    }

    private static int indexOf(List<PushRule> rules, String id) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /// Returns where the user's own rules start: after `.m.rule.master`.
    private static int firstOwn(List<PushRule> rules) {
        return !rules.isEmpty() && rules.getFirst().id().equals(DefaultRules.MASTER) ? 1 : 0;
    }

    private static List<PushRule> merge(JsonObject json, RuleKind kind, List<PushRule> defaults) {
        List<PushRule> own = new ArrayList<>();
        Map<String, JsonObject> changes = new HashMap<>();
        for (JsonObject rule : json.array(kind.text()).orElse(JsonArray.EMPTY).objects()) {
            String id = rule.string("rule_id").orElse("");
            if (id.startsWith(".")) {
                changes.put(id, rule);
            } else {
                PushRuleParser.ofStored(kind, rule).ifPresent(own::add);
            }
        }
        List<PushRule> merged = new ArrayList<>();
        for (PushRule rule : defaults) {
            merged.add(changed(rule, changes.get(rule.id())));
        }
        merged.addAll(firstOwn(merged), own);
        return merged;
    }

    private static PushRule changed(PushRule rule, @Nullable JsonObject change) {
        if (change == null) {
            return rule;
        }
        Actions actions = change.array("actions").map(Actions::parse).orElse(rule.actions());
        return rule.withActions(actions).withEnabled(change.bool("enabled").orElse(rule.enabled()));
    }

    private static MatrixException notFound() {
        return MatrixException.of(ErrorCode.NOT_FOUND, "The push rule was not found");
    }
}
