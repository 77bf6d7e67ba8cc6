package org.stoa.protocol.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Reads rules that users make.
///
/// Spec: client-server-api#put_matrixclientv3pushrulesglobalkindruleid (v1.19).
public final class PushRuleParser {

    private PushRuleParser() {}

    /// Returns the rule of the body of a request to make it, enabled.
    ///
    /// @throws MatrixException `M_INVALID_PARAM` when users cannot have a rule of this id; `M_MISSING_PARAM` or
    ///     `M_BAD_JSON` when the body lacks something, or has something of another type
    public static PushRule parse(RuleKind kind, String id, JsonObject body) {
        requireId(id);
        Actions actions = parseActions(body);
        return switch (kind) {
            case OVERRIDE, UNDERRIDE ->
                    PushRule.conditional(kind, id, requireConditions(body), actions);
            case CONTENT -> PushRule.content(id, requirePattern(body), actions);
            case ROOM -> PushRule.room(id, actions);
            case SENDER -> PushRule.sender(id, actions);
        };
    }

    /// Returns the actions of a request that sets them.
    ///
    /// @throws MatrixException `M_MISSING_PARAM` without `actions`, `M_BAD_JSON` when it is no array of actions
    public static Actions parseActions(JsonObject body) {
        if (!body.has("actions")) {
            throw MatrixException.of(ErrorCode.MISSING_PARAM, "Expected actions");
        }
        JsonArray actions =
                body.array("actions").orElseThrow(() -> badJson("actions to be an array"));
        if (!actions.stream().allMatch(Actions::isValid)) {
            throw badJson("actions to be \"notify\" or objects with set_tweak");
        }
        return Actions.parse(actions);
    }

    /// Returns a stored rule; empty when it cannot be read.
    static Optional<PushRule> ofStored(RuleKind kind, JsonObject json) {
        return json.string("rule_id").flatMap(id -> ofStored(kind, id, json));
    }

    private static Optional<PushRule> ofStored(RuleKind kind, String id, JsonObject json) {
        Actions actions = Actions.parse(json.array("actions").orElse(JsonArray.EMPTY));
        Optional<PushRule> rule =
                switch (kind) {
                    case OVERRIDE, UNDERRIDE ->
                            Optional.of(PushRule.conditional(kind, id, conditions(json), actions));
                    case CONTENT ->
                            json.string("pattern")
                                    .map(pattern -> PushRule.content(id, pattern, actions));
                    case ROOM -> Optional.of(PushRule.room(id, actions));
                    case SENDER -> Optional.of(PushRule.sender(id, actions));
                };
        return rule.map(read -> read.withEnabled(json.bool("enabled").orElse(true)));
    }

    private static List<Condition> conditions(JsonObject json) {
        return json.array("conditions").orElse(JsonArray.EMPTY).objects().stream()
                .map(Condition::parse)
                .toList();
    }

    private static void requireId(String id) {
        if (id.isEmpty() || id.startsWith(".")) {
            throw MatrixException.of(
                    ErrorCode.INVALID_PARAM, "Rule ids that start with a dot are the server's");
        }
        if (id.indexOf('/') >= 0 || id.indexOf('\\') >= 0) {
            throw MatrixException.of(
                    ErrorCode.INVALID_PARAM, "Rule ids cannot have slashes or backslashes");
        }
    }

    private static String requirePattern(JsonObject body) {
        if (!body.has("pattern")) {
            throw MatrixException.of(ErrorCode.MISSING_PARAM, "Content rules have a pattern");
        }
        return body.string("pattern").orElseThrow(() -> badJson("pattern to be a string"));
    }

    private static List<Condition> requireConditions(JsonObject body) {
        if (!body.has("conditions")) {
            return List.of();
        }
        JsonArray array =
                body.array("conditions").orElseThrow(() -> badJson("conditions to be an array"));
        List<Condition> conditions = new ArrayList<>();
        for (Json condition : array) {
            if (!(condition instanceof JsonObject json) || json.string("kind").isEmpty()) {
                throw badJson("conditions to be objects with a kind");
            }
            conditions.add(Condition.parse(json));
        }
        return conditions;
    }

    private static MatrixException badJson(String expected) {
        return MatrixException.of(ErrorCode.BAD_JSON, "Expected " + expected);
    }
}
