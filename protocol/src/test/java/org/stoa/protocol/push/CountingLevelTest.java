package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

final class CountingLevelTest {
    private static final UserId USER = UserId.parse("@alice:example.org");
    private static final String ROOM = "!room:example.org";
    private static final Actions NOTIFY = Actions.notifying();
    private static final PushRuleset DEFAULT = DefaultRules.forUser(USER);

    @Test
    void of_defaultRules_isAll() {
        assertThat(level(DEFAULT)).isEqualTo(CountingLevel.ALL);
    }

    @Test
    void of_otherSoundsAndRulesOfOtherRooms_isAll() {
        PushRuleset rules =
                DEFAULT.withActions(
                                RuleKind.UNDERRIDE,
                                ".m.rule.message",
                                Actions.notifying(Actions.sound("bell")))
                        .with(PushRule.room("!other:example.org", Actions.NONE))
                        .with(override("!other:example.org", Actions.NONE));

        assertThat(level(rules)).isEqualTo(CountingLevel.ALL);
    }

    @Test
    void of_roomRuleThatDoesNothing_isMentions() {
        assertThat(level(DEFAULT.with(PushRule.room(ROOM, Actions.NONE))))
                .isEqualTo(CountingLevel.MENTIONS);
    }

    @Test
    void of_roomRuleThatNotifies_isOther() {
        assertThat(level(DEFAULT.with(PushRule.room(ROOM, NOTIFY)))).isEqualTo(CountingLevel.OTHER);
    }

    @Test
    void of_overrideThatDoesNothing_isNothing() {
        assertThat(level(DEFAULT.with(override(ROOM, Actions.NONE))))
                .isEqualTo(CountingLevel.NOTHING);
    }

    @Test
    void of_masterEnabled_isNothing() {
        PushRuleset rules = DEFAULT.withEnabled(RuleKind.OVERRIDE, DefaultRules.MASTER, true);

        assertThat(level(rules)).isEqualTo(CountingLevel.NOTHING);
    }

    @Test
    void of_keyword_isOther() {
        PushRuleset rules = DEFAULT.with(PushRule.content("k", "cake", NOTIFY));

        assertThat(level(rules)).isEqualTo(CountingLevel.OTHER);
    }

    @Test
    void of_keywordThatIsDisabledOrUnknown_isAll() {
        PushRuleset rules =
                DEFAULT.with(PushRule.content("k", "cake", NOTIFY))
                        .withEnabled(RuleKind.CONTENT, "k", false)
                        .with(
                                PushRule.conditional(
                                        RuleKind.OVERRIDE,
                                        "u",
                                        List.of(Condition.parse(JsonObject.of("kind", "moon"))),
                                        NOTIFY));

        assertThat(level(rules)).isEqualTo(CountingLevel.ALL);
    }

    @Test
    void of_sender_isOther() {
        PushRuleset rules = DEFAULT.with(PushRule.sender("@bob:example.org", Actions.NONE));

        assertThat(level(rules)).isEqualTo(CountingLevel.OTHER);
    }

    @Test
    void of_changedDefault_isOther() {
        PushRuleset rules = DEFAULT.withEnabled(RuleKind.OVERRIDE, ".m.rule.suppress_edits", false);

        assertThat(level(rules)).isEqualTo(CountingLevel.OTHER);
    }

    private static PushRule override(String roomId, Actions actions) {
        JsonObject condition =
                JsonObject.of("kind", "event_match", "key", "room_id", "pattern", roomId);
        return PushRule.conditional(
                RuleKind.OVERRIDE, roomId, List.of(Condition.parse(condition)), actions);
    }

    private static CountingLevel level(PushRuleset rules) {
        return CountingLevel.of(PushRuleset.parse(rules.toJson(), USER), USER, ROOM);
    }
}
