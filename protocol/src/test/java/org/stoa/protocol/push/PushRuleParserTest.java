package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class PushRuleParserTest {

    private static final JsonObject SILENT = Json.parseObject("{\"actions\": []}");

    @Test
    void contentRule_ofTheSpecification_matchesItsWords() {
        PushRule rule =
                PushRuleParser.parse(
                        RuleKind.CONTENT,
                        "U3BvbmdlIGNha2UgaXMgYmVzdA",
                        Json.parseObject("{\"pattern\": \"cake*lie\", \"actions\": [\"notify\"]}"));

        assertThat(rule.matches(message("The cake is a lie!"), context())).isTrue();
        assertThat(rule.matches(message("The cakes are lies"), context())).isFalse();
        assertThat(rule.pattern()).contains("cake*lie");
    }

    @Test
    void overrideRule_ofTheSpecification_needsAllConditions() {
        PushRule rule =
                PushRuleParser.parse(
                        RuleKind.OVERRIDE,
                        "U2VlIHlvdSBpbiBUaGUgRHVrZQ",
                        Json.parseObject(
                                """
                                {"conditions": [
                                    {"kind": "event_match", "key": "content.body", "pattern": "beer"},
                                    {"kind": "room_member_count", "is": "<=10"}],
                                 "actions": ["notify", {"set_tweak": "sound", "value": "beeroclock.wav"}]}
                                """));

        assertThat(rule.matches(message("A beer?"), context())).isTrue();
        assertThat(rule.matches(message("A beer?"), new PushContext(null, 11, 0, key -> 50)))
                .isFalse();
        assertThat(rule.matches(message("A coffee?"), context())).isFalse();
        assertThat(rule.actions().sound()).contains("beeroclock.wav");
    }

    @Test
    void roomAndSenderRules_matchById() {
        PushRule room = PushRuleParser.parse(RuleKind.ROOM, "!room:example.org", SILENT);
        PushRule sender = PushRuleParser.parse(RuleKind.SENDER, "@bob:example.org", SILENT);

        assertThat(room.matches(message("x"), context())).isTrue();
        assertThat(sender.matches(message("x"), context())).isTrue();
        assertThat(
                        PushRuleParser.parse(RuleKind.ROOM, "!other:example.org", SILENT)
                                .matches(message("x"), context()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".m.rule.mine", "a/b", "a\\b"})
    void ruleId_thatIsReserved_isRefused(String id) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> PushRuleParser.parse(RuleKind.ROOM, id, SILENT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "override | {} | MISSING_PARAM",
                "override | {'actions': {}} | BAD_JSON",
                "override | {'actions': ['shout']} | BAD_JSON",
                "override | {'actions': [{}]} | BAD_JSON",
                "override | {'actions': [], 'conditions': {}} | BAD_JSON",
                "override | {'actions': [], 'conditions': [5]} | BAD_JSON",
                "override | {'actions': [], 'conditions': [{}]} | BAD_JSON",
                "content | {'actions': []} | MISSING_PARAM",
                "content | {'actions': [], 'pattern': 5} | BAD_JSON",
            })
    void body_thatLacksSomething_isRefused(String kind, String body, ErrorCode code) {
        JsonObject json = Json.parseObject(body.replace('\'', '"'));

        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> PushRuleParser.parse(RuleKind.of(kind).orElseThrow(), "x", json))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static JsonObject message(String body) {
        return JsonObject.of(
                "type",
                "m.room.message",
                "room_id",
                "!room:example.org",
                "sender",
                "@bob:example.org",
                "content",
                JsonObject.of("body", body));
    }

    private static PushContext context() {
        return new PushContext(null, 5, 0, key -> 50);
    }
}
