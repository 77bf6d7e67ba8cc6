package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class DefaultRulesTest {

    private static final Path FILE = Path.of("..", "spec-facts", "push-rules.tsv");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final PushRuleset RULES = DefaultRules.forUser(ALICE);

    @ParameterizedTest
    @EnumSource(RuleKind.class)
    void rules_ofKind_areThoseOfTheSpecification(RuleKind kind) {
        assertThat(
                        RULES.rules(kind).stream()
                                .filter(rule -> !rule.id().startsWith(".org.matrix."))
                                .map(PushRule::toJson)
                                .toList())
                .isEqualTo(specified(kind));
    }

    @Test
    void rulesOfPolls_standBehindTheirNeighbours() {
        List<String> override = RULES.override().stream().map(PushRule::id).toList();
        List<String> underride = RULES.underride().stream().map(PushRule::id).toList();

        assertThat(override)
                .containsSubsequence(
                        ".m.rule.room.server_acl", ".org.matrix.msc3930.rule.poll_response");
        assertThat(underride)
                .endsWith(
                        ".m.rule.encrypted",
                        ".org.matrix.msc3930.rule.poll_start_one_to_one",
                        ".org.matrix.msc3930.rule.poll_start",
                        ".org.matrix.msc3930.rule.poll_end_one_to_one",
                        ".org.matrix.msc3930.rule.poll_end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                ".m.rule.suppress_notices | {'type':'m.room.message','content':{'msgtype':'m.notice'}} | 5 | 0",
                ".m.rule.invite_for_me | {'type':'m.room.member','state_key':'@alice:example.org','content':{'membership':'invite'}} | 5 | 0",
                ".m.rule.member_event | {'type':'m.room.member','state_key':'@bob:example.org','content':{'membership':'invite'}} | 5 | 0",
                ".m.rule.member_event | {'type':'m.room.member','state_key':'@alice:example.org','content':{'membership':'leave'}} | 5 | 0",
                ".m.rule.is_user_mention | {'type':'m.room.message','content':{'m.mentions':{'user_ids':['@bob:example.org','@alice:example.org']}}} | 5 | 0",
                ".m.rule.is_user_mention | {'type':'m.room.encrypted','content':{'m.mentions':{'user_ids':['@alice:example.org']}}} | 2 | 0",
                ".m.rule.message | {'type':'m.room.message','content':{'m.mentions':{'user_ids':['@ALICE:example.org']}}} | 5 | 0",
                ".m.rule.message | {'type':'m.room.message','content':{'m.mentions':{'user_ids':'@alice:example.org'}}} | 5 | 0",
                ".m.rule.message | {'type':'m.room.message','content':{'body':'alice, @alice:example.org and @room','m.mentions':{}}} | 5 | 100",
                ".m.rule.is_room_mention | {'type':'m.room.message','content':{'m.mentions':{'room':true}}} | 5 | 50",
                ".m.rule.message | {'type':'m.room.message','content':{'m.mentions':{'room':true}}} | 5 | 49",
                ".m.rule.message | {'type':'m.room.message','content':{'m.mentions':{'room':'true'}}} | 5 | 50",
                ".m.rule.tombstone | {'type':'m.room.tombstone','state_key':'','content':{}} | 5 | 0",
                "none | {'type':'m.room.tombstone','content':{}} | 5 | 0",
                "none | {'type':'m.room.tombstone','state_key':'x','content':{}} | 5 | 0",
                ".m.rule.reaction | {'type':'m.reaction','content':{}} | 5 | 0",
                ".m.rule.room.server_acl | {'type':'m.room.server_acl','state_key':'','content':{}} | 5 | 0",
                ".m.rule.suppress_edits | {'type':'m.room.message','content':{'m.relates_to':{'rel_type':'m.replace'}}} | 5 | 0",
                ".m.rule.is_user_mention | {'type':'m.room.message','content':{'m.relates_to':{'rel_type':'m.replace'},'m.mentions':{'user_ids':['@alice:example.org']}}} | 5 | 0",
                ".m.rule.message | {'type':'m.room.message','content':{'m.relates_to':{'rel_type':'m.thread'}}} | 5 | 0",
                ".m.rule.call | {'type':'m.call.invite','content':{}} | 2 | 0",
                ".m.rule.encrypted_room_one_to_one | {'type':'m.room.encrypted','content':{}} | 2 | 0",
                ".m.rule.encrypted | {'type':'m.room.encrypted','content':{}} | 3 | 0",
                ".m.rule.room_one_to_one | {'type':'m.room.message','content':{}} | 2 | 0",
                ".org.matrix.msc3930.rule.poll_start_one_to_one | {'type':'org.matrix.msc3381.poll.start','content':{}} | 2 | 0",
                ".org.matrix.msc3930.rule.poll_start | {'type':'org.matrix.msc3381.poll.start','content':{}} | 3 | 0",
                ".org.matrix.msc3930.rule.poll_end_one_to_one | {'type':'org.matrix.msc3381.poll.end','content':{}} | 2 | 0",
                ".org.matrix.msc3930.rule.poll_end | {'type':'org.matrix.msc3381.poll.end','content':{}} | 3 | 0",
                ".org.matrix.msc3930.rule.poll_response | {'type':'org.matrix.msc3381.poll.response','content':{}} | 2 | 0",
                ".m.rule.message | {'type':'m.room.message','content':{}} | 1 | 0",
                "none | {'type':'m.room.topic','state_key':'','content':{}} | 2 | 0",
                "none | {'type':'org.example.custom','content':{}} | 2 | 0",
            })
    void event_ofUserWithDefaults_isDecidedByRule(
            @Nullable String rule, String event, long members, long senderLevel) {
        PushContext context = new PushContext("alice", members, senderLevel, key -> 50);

        PushRule match = RULES.firstMatch(json(event), context);

        assertThat(match == null ? null : match.id()).isEqualTo(rule);
    }

    @Test
    void master_whenEnabled_silencesEverything() {
        PushRuleset rules =
                RULES.with(PushRule.content("x", "*", Actions.notifying()))
                        .withEnabled(RuleKind.OVERRIDE, DefaultRules.MASTER, true);
        JsonObject event = json("{'type':'m.room.message','content':{'body':'x'}}");

        assertThat(RuleEvaluator.evaluate(rules, event, new PushContext(null, 2, 0, key -> 50)))
                .isEqualTo(Actions.NONE);
    }

    @Test
    void actions_ofRules_areReadAsMeant() {
        Actions mention = actions(RuleKind.OVERRIDE, ".m.rule.is_user_mention");
        Actions message = actions(RuleKind.UNDERRIDE, ".m.rule.message");
        Actions call = actions(RuleKind.UNDERRIDE, ".m.rule.call");
        Actions notice = actions(RuleKind.OVERRIDE, ".m.rule.suppress_notices");

        assertThat(mention.isNotify() && mention.isHighlight()).isTrue();
        assertThat(mention.sound()).contains("default");
        assertThat(message.isNotify()).isTrue();
        assertThat(message.isHighlight()).isFalse();
        assertThat(message.sound()).isEmpty();
        assertThat(call.sound()).contains("ring");
        assertThat(notice.isNotify()).isFalse();
    }

    @Test
    void rulesForNobody_areThoseOfUsersWithoutTheirOwnId() {
        List<PushRule> withoutUser =
                RULES.override().stream()
                        .filter(rule -> !rule.toJson().toString().contains(ALICE.toString()))
                        .toList();

        assertThat(DefaultRules.FOR_NOBODY.override()).isEqualTo(withoutUser);
        assertThat(withoutUser).hasSize(RULES.override().size() - 2);
        assertThat(DefaultRules.FOR_NOBODY.underride()).isEqualTo(RULES.underride());
    }

    private static Actions actions(RuleKind kind, String id) {
        return RULES.find(kind, id).orElseThrow().actions();
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    private static List<JsonObject> specified(RuleKind kind) {
        try {
            return Files.readAllLines(FILE).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .filter(columns -> columns[0].equals(kind.text()))
                    .map(columns -> columns[1].replace("[the user's Matrix ID]", ALICE.toString()))
                    .map(Json::parseObject)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
