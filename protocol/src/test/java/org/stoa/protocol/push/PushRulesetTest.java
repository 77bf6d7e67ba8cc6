package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

final class PushRulesetTest {

    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final PushRuleset DEFAULTS = DefaultRules.forUser(ALICE);
    private static final PushContext CONTEXT = new PushContext(null, 5, 0, key -> 50);

    @Test
    void ruleset_writtenAndRead_isTheSame() {
        PushRuleset rules =
                DEFAULTS.with(rule("a"))
                        .with(
                                PushRule.content(
                                        "b", "cake*lie", Actions.notifying(Actions.sound("x"))))
                        .with(PushRule.room("!room:example.org", Actions.NONE))
                        .with(PushRule.sender("@bob:example.org", Actions.NONE))
                        .with(
                                PushRule.conditional(
                                        RuleKind.UNDERRIDE,
                                        "c",
                                        List.of(RoomMemberCount.of(3)),
                                        Actions.NONE))
                        .withEnabled(RuleKind.OVERRIDE, "a", false)
                        .withEnabled(RuleKind.UNDERRIDE, ".m.rule.call", false)
                        .withActions(RuleKind.UNDERRIDE, ".m.rule.message", Actions.NONE);

        assertThat(PushRuleset.parse(rules.toJson(), ALICE)).isEqualTo(rules);
    }

    @Test
    void content_ofRule_hasPatternAndNoConditions() {
        assertThat(PushRule.content("b", "cake", Actions.notifying()).toJson())
                .isEqualTo(
                        Json.parse(
                                """
                                {"rule_id": "b", "default": false, "enabled": true,
                                 "pattern": "cake", "actions": ["notify"]}
                                """));
    }

    @Test
    void room_ofRule_hasNeitherPatternNorConditions() {
        assertThat(PushRule.room("!a:b", Actions.NONE).toJson())
                .isEqualTo(
                        Json.parse(
                                """
                                {"rule_id": "!a:b", "default": false, "enabled": true, "actions": []}
                                """));
    }

    @Test
    void ruleset_withoutChanges_isTheDefaults() {
        assertThat(PushRuleset.parse(JsonObject.EMPTY, ALICE)).isEqualTo(DEFAULTS);
    }

    @Test
    void ruleset_withRulesThatAreGoneOrUnreadable_leavesThemOut() {
        JsonObject json =
                Json.parseObject(
                        """
                        {"override": [{"rule_id": ".m.rule.contains_display_name", "default": true,
                                       "enabled": true, "actions": ["notify"]}, 5, {}],
                         "content": [{"rule_id": "no_pattern", "actions": []}],
                         "room": {}}
                        """);

        assertThat(PushRuleset.parse(json, ALICE)).isEqualTo(DEFAULTS);
    }

    @Test
    void newRules_comeFirstButAfterMaster() {
        PushRuleset rules = DEFAULTS.with(rule("a")).with(rule("b"));

        assertThat(ids(rules))
                .startsWith(DefaultRules.MASTER, "b", "a", ".m.rule.suppress_notices");
    }

    @Test
    void changedRule_keepsPlaceAndWhetherItIsEnabled() {
        PushRuleset rules =
                DEFAULTS.with(rule("a"))
                        .with(rule("b"))
                        .withEnabled(RuleKind.OVERRIDE, "a", false)
                        .with(rule("a").withActions(Actions.NONE));

        assertThat(ids(rules)).startsWith(DefaultRules.MASTER, "b", "a");
        assertThat(rules.find(RuleKind.OVERRIDE, "a"))
                .contains(rule("a").withActions(Actions.NONE).withEnabled(false));
    }

    @Test
    void ruleBeforeOrAfterAnother_isNextToIt() {
        PushRuleset rules = DEFAULTS.with(rule("a")).with(rule("b"));

        assertThat(ids(rules.with(rule("c"), "a", null)))
                .startsWith(DefaultRules.MASTER, "b", "c", "a");
        assertThat(ids(rules.with(rule("c"), null, "b")))
                .startsWith(DefaultRules.MASTER, "b", "c", "a");
        assertThat(ids(rules.with(rule("c"), null, "a")))
                .startsWith(DefaultRules.MASTER, "b", "a", "c");
        assertThat(ids(rules.with(rule("c"), "b", "a")))
                .startsWith(DefaultRules.MASTER, "c", "b", "a");
        assertThat(ids(rules.with(rule("a"), "b", null)))
                .startsWith(DefaultRules.MASTER, "a", "b", ".m.rule.suppress_notices");
    }

    @ParameterizedTest
    @CsvSource({"unknown", ".m.rule.master", ".m.rule.reaction"})
    void ruleBesideAnotherThatIsNotTheUsers_isRefused(String other) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> DEFAULTS.with(rule("a"), other, null))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN));
    }

    @Test
    void removedRule_isGone() {
        assertThat(DEFAULTS.with(rule("a")).without(RuleKind.OVERRIDE, "a")).isEqualTo(DEFAULTS);
    }

    @Test
    void ruleThatIsUnknownOrTheServers_cannotBeRemoved() {
        assertNotFound(() -> DEFAULTS.without(RuleKind.OVERRIDE, "a"));
        assertNotFound(() -> DEFAULTS.without(RuleKind.OVERRIDE, DefaultRules.MASTER));
        assertNotFound(() -> DEFAULTS.withEnabled(RuleKind.CONTENT, "a", true));
        assertNotFound(() -> DEFAULTS.withActions(RuleKind.CONTENT, "a", Actions.NONE));
    }

    @Test
    void kinds_areAskedInOrder() {
        JsonObject event =
                Json.parseObject(
                        """
                        {"type": "m.room.message", "room_id": "!a:b", "sender": "@bob:example.org",
                         "content": {"body": "cake"}}
                        """);
        PushRuleset rules =
                DEFAULTS.with(rule("override"))
                        .with(PushRule.content("content", "CAKE", Actions.NONE))
                        .with(PushRule.room("!a:b", Actions.NONE))
                        .with(PushRule.sender("@bob:example.org", Actions.NONE));

        for (String expected :
                List.of("override", "content", "!a:b", "@bob:example.org", ".m.rule.message")) {
            PushRule match = Objects.requireNonNull(rules.firstMatch(event, CONTEXT));
            assertThat(match.id()).isEqualTo(expected);
            rules = rules.withEnabled(match.kind(), match.id(), false);
        }
        assertThat(RuleEvaluator.evaluate(rules, event, CONTEXT)).isEqualTo(Actions.NONE);
    }

    @Test
    void actions_historical_areKeptAndDoNothing() {
        JsonArray json =
                Json.parse("[\"dont_notify\", \"coalesce\", 5, {}, {\"set_tweak\": 1}]")
                                instanceof JsonArray array
                        ? array
                        : JsonArray.EMPTY;

        Actions actions = Actions.parse(json);

        assertThat(actions.toJson())
                .isEqualTo(JsonArray.ofStrings(List.of("dont_notify", "coalesce")));
        assertThat(actions.isNotify()).isFalse();
        assertThat(actions.tweaks()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void tweaks_ofActions_areNamedValues() {
        JsonObject body =
                Json.parseObject(
                        """
                        {"actions": ["notify", {"set_tweak": "sound", "value": "x"}, {"set_tweak": "highlight"},
                                     {"set_tweak": "org.example.blink", "value": 3},
                                     {"set_tweak": "org.example.none"}]}
                        """);
        Actions actions = PushRuleParser.parseActions(body);

        assertThat(actions.tweaks())
                .isEqualTo(JsonObject.of("sound", "x", "highlight", true, "org.example.blink", 3));
        assertThat(actions.isHighlight()).isTrue();
        assertThat(actions.toJson()).isEqualTo(body.get("actions"));
    }

    @Test
    void highlight_withFalse_isNone() {
        JsonObject body =
                Json.parseObject(
                        "{\"actions\": [\"notify\", {\"set_tweak\": \"highlight\", \"value\": false}]}");

        assertThat(PushRuleParser.parseActions(body).isHighlight()).isFalse();
    }

    private static PushRule rule(String id) {
        return PushRule.conditional(RuleKind.OVERRIDE, id, List.of(), Actions.notifying());
    }

    private static List<String> ids(PushRuleset rules) {
        return rules.override().stream().map(PushRule::id).toList();
    }

    private static void assertNotFound(Runnable change) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(change::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
