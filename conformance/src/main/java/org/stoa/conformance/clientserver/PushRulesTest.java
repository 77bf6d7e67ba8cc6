package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#push-rules.
@Section("client-server-api#push-rules")
final class PushRulesTest {
    private static final Json SILENT = Json.parse("{'actions':[]}");
    private static final Json LOUD = Json.parse("{'actions':['notify',{'set_tweak':'highlight'}]}");

    private static void rule(User user, String kind, String id, Json body) {
        user.put("/pushrules/global/{}/{}", body, kind, id).ok();
    }

    private static Json rule(User user, String kind, String id) {
        return user.get("/pushrules/global/{}/{}", kind, id).ok();
    }

    private static List<String> ownRules(User user, String kind) {
        return user.get("/pushrules/").ok().list("global", kind).stream()
                .filter(one -> !one.bool("default"))
                .map(one -> one.string("rule_id"))
                .toList();
    }

    private static void assertCounts(User user, String room, int notifications, int highlights) {
        Deadline.eventually(
                () -> {
                    Json counts =
                            user.sync().joined(room).orElseThrow().get("unread_notifications");
                    assertThat(counts.integer("notification_count")).isEqualTo(notifications);
                    assertThat(counts.integer("highlight_count")).isEqualTo(highlights);
                });
    }

    /// Spec: client-server-api#predefined-rules.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "override; .m.rule.suppress_notices; []",
                "override; .m.rule.invite_for_me; ['notify',{'set_tweak':'sound','value':'default'}]",
                "override; .m.rule.member_event; []",
                "override; .m.rule.reaction; []",
                "override; .m.rule.room.server_acl; []",
                "override; .m.rule.suppress_edits; []",
                "underride; .m.rule.call; ['notify',{'set_tweak':'sound','value':'ring'}]",
                "underride; .m.rule.room_one_to_one; ['notify',{'set_tweak':'sound','value':'default'}]",
                "underride; .m.rule.message; ['notify']",
                "underride; .m.rule.encrypted; ['notify']"
            })
    void predefinedRule_isThere(String kind, String id, String actions, User alice) {
        Json found = rule(alice, kind, id);

        assertThat(found.bool("default")).isTrue();
        assertThat(found.bool("enabled")).isTrue();
        List<Json> meant =
                found.list("actions").stream().filter(action -> !isFalseHighlight(action)).toList();
        assertThat(Json.value(meant)).isEqualTo(Json.parse(actions));
    }

    /// "If no highlight tweak is given at all then the value of highlight is defined to be false": the same in more words.
    private static boolean isFalseHighlight(Json action) {
        return action.equals(Json.of("set_tweak", "highlight", "value", false));
    }

    @Test
    void ruleOfMentions_namesTheUser(User alice) {
        assertThat(rule(alice, "override", ".m.rule.is_user_mention").list("conditions"))
                .containsExactly(
                        Json.of(
                                "kind",
                                "event_property_contains",
                                "key",
                                "content.m\\.mentions.user_ids",
                                "value",
                                alice.id()));
    }

    @Test
    void masterRule_isFirst_andDisabled(User alice) {
        Json first = alice.get("/pushrules/").ok().list("global", "override").get(0);

        assertThat(first.string("rule_id")).isEqualTo(".m.rule.master");
        assertThat(first.bool("enabled")).isFalse();
    }

    @Test
    void globalRules_areThoseOfTheWholeAnswer(User alice) {
        assertThat(alice.get("/pushrules/global/").ok())
                .isEqualTo(alice.get("/pushrules/").ok().get("global"));
    }

    @Test
    void legacyRulesForBodies_areGone(User alice) {
        Json rules = alice.get("/pushrules/global/").ok();

        assertThat(rules.list("override"))
                .extracting(one -> one.string("rule_id"))
                .doesNotContain(".m.rule.contains_display_name", ".m.rule.roomnotif");
        assertThat(rules.listOrEmpty("content"))
                .extracting(one -> one.string("rule_id"))
                .doesNotContain(".m.rule.contains_user_name");
    }

    @Test
    void newRule_isRead_enabled_andNoDefault(User alice) {
        Json condition = Json.parse("{'kind':'event_match','key':'type','pattern':'m.tea'}");

        rule(alice, "override", "tea", LOUD.with("conditions", Json.array(condition)));

        Json found = rule(alice, "override", "tea");
        assertThat(found.string("rule_id")).isEqualTo("tea");
        assertThat(found.bool("enabled")).isTrue();
        assertThat(found.bool("default")).isFalse();
        assertThat(found.get("actions")).isEqualTo(LOUD.get("actions"));
        assertThat(found.list("conditions")).containsExactly(condition);
    }

    @Test
    void contentRule_hasItsPattern(User alice) {
        rule(alice, "content", "cake", LOUD.with("pattern", "cake*lie"));

        assertThat(rule(alice, "content", "cake").string("pattern")).isEqualTo("cake*lie");
    }

    @Test
    void newRule_isTheMostImportantOfTheUsers(User alice) {
        rule(alice, "content", "one", LOUD.with("pattern", "one"));
        rule(alice, "content", "two", LOUD.with("pattern", "two"));

        assertThat(ownRules(alice, "content")).containsExactly("two", "one");
    }

    @ParameterizedTest
    @CsvSource({
        "before=one, two new one",
        "before=two, new two one",
        "after=one, two one new",
        "after=two, two new one"
    })
    void place_isBeforeOrAfterAnotherRule(String query, String order, User alice) {
        rule(alice, "content", "one", LOUD.with("pattern", "one"));
        rule(alice, "content", "two", LOUD.with("pattern", "two"));

        alice.put("/pushrules/global/content/new?" + query, LOUD.with("pattern", "new")).ok();

        assertThat(ownRules(alice, "content")).containsExactly(order.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"before=nobody", "after=nobody", "before=.m.rule.suppress_notices"})
    void placeBesideNoRuleOfTheUser_isRefused(String query, User alice) {
        Answer answer =
                alice.put(
                        "/pushrules/global/override/new?" + query,
                        SILENT.with("conditions", Json.array()));

        assertThat(answer.status()).isIn(400, 404);
        alice.get("/pushrules/global/override/new").expectError(404, "M_NOT_FOUND");
    }

    @Test
    void sameRuleAgain_isUpdated(User alice) {
        rule(alice, "content", "cake", LOUD.with("pattern", "cake"));

        rule(alice, "content", "cake", SILENT.with("pattern", "pie"));

        assertThat(ownRules(alice, "content")).containsExactly("cake");
        assertThat(rule(alice, "content", "cake").string("pattern")).isEqualTo("pie");
        assertThat(rule(alice, "content", "cake").list("actions")).isEmpty();
    }

    @Test
    void rule_isDeleted(User alice) {
        rule(alice, "content", "cake", LOUD.with("pattern", "cake"));

        assertThat(alice.delete("/pushrules/global/content/cake").ok()).isEqualTo(Json.EMPTY);

        alice.get("/pushrules/global/content/cake").expectError(404, "M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/enabled", "/actions"})
    void unknownRule_isNotFound(String part, User alice) {
        alice.get("/pushrules/global/override/nobody" + part).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void unknownRule_isNeitherDeletedNorChanged(User alice) {
        alice.delete("/pushrules/global/override/nobody").expectError(404, "M_NOT_FOUND");
        alice.put("/pushrules/global/override/nobody/enabled", Json.of("enabled", true))
                .expectError(404, "M_NOT_FOUND");
        alice.put("/pushrules/global/override/nobody/actions", SILENT)
                .expectError(404, "M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {".mine", "a/b", "a\\b"})
    void idThatIsReserved_isRefused(String id, User alice) {
        Answer answer = alice.put("/pushrules/global/content/{}", LOUD.with("pattern", "a"), id);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void ruleWithoutActions_isRefused(User alice) {
        assertThat(alice.put("/pushrules/global/content/a", Json.of("pattern", "a")).status())
                .isEqualTo(400);
    }

    @Test
    void predefinedRule_isNotDeleted(User alice) {
        assertThat(alice.delete("/pushrules/global/underride/.m.rule.message").status())
                .isIn(400, 403, 404);
        assertThat(rule(alice, "underride", ".m.rule.message").bool("default")).isTrue();
    }

    @Test
    void enabled_isReadAndWritten(User alice) {
        String path = "/pushrules/global/underride/.m.rule.message/enabled";
        assertThat(alice.get(path).ok()).isEqualTo(Json.of("enabled", true));

        alice.put(path, Json.of("enabled", false)).ok();

        assertThat(alice.get(path).ok()).isEqualTo(Json.of("enabled", false));
        assertThat(rule(alice, "underride", ".m.rule.message").bool("enabled")).isFalse();
    }

    @Test
    void actions_areReadAndWritten(User alice) {
        String path = "/pushrules/global/underride/.m.rule.message/actions";

        alice.put(path, LOUD).ok();

        assertThat(alice.get(path).ok().get("actions")).isEqualTo(LOUD.get("actions"));
    }

    @Test
    void change_isInTheNextSync(User alice) {
        Sync before = alice.sync();

        rule(alice, "content", "cake", LOUD.with("pattern", "cake"));

        Sync after =
                alice.syncUntil(
                        before,
                        sync -> Sync.ofType(sync.accountData(), "m.push_rules").isPresent());
        assertThat(
                        Sync.ofType(after.accountData(), "m.push_rules")
                                .orElseThrow()
                                .list("content", "global", "content"))
                .extracting(one -> one.string("rule_id"))
                .contains("cake");
    }

    @Test
    void roomRule_mutesTheRoom(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String other = alice.createPublicRoomWith(bob);
        rule(bob, "room", room, SILENT);

        alice.say(room, "hush");
        alice.say(other, "hello");

        assertCounts(bob, other, 1, 0);
        assertCounts(bob, room, 0, 0);
    }

    @Test
    void senderRule_mutesTheSender(User alice, User bob, User carol) {
        String room = alice.createPublicRoomWith(bob, carol);
        rule(bob, "sender", alice.id(), SILENT);

        alice.say(room, "hush");
        carol.say(room, "hello");

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void masterRule_silencesAll(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        bob.put("/pushrules/global/override/.m.rule.master/enabled", Json.of("enabled", true)).ok();

        alice.say(room, "hush");

        assertCounts(bob, room, 0, 0);
    }

    @Test
    void disabledRule_matchesNothing(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        rule(bob, "room", room, SILENT);
        bob.put("/pushrules/global/room/{}/enabled", Json.of("enabled", false), room).ok();

        alice.say(room, "hello");

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void mostImportantRule_decides(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        rule(bob, "content", "time", SILENT.with("pattern", "time"));
        rule(bob, "content", "tea", LOUD.with("pattern", "tea"));

        alice.say(room, "time for tea");
        alice.say(room, "time");

        assertCounts(bob, room, 1, 1);
    }

    /// "must match any substring of the content.body property which starts and ends at a word boundary", case-insensitively.
    @ParameterizedTest
    @CsvSource({
        "cake, Let them eat CAKE!, 1",
        "cake, pancakes, 0",
        "cake, my_cake, 0",
        "cake, rice-cake, 1",
        "ex*ple, An example event., 1",
        "ex*ple, An exciting triple-whammy, 1",
        "lunc?, lunch, 1",
        "lunc?, lunc, 0"
    })
    void contentRule_matchesWords(
            String pattern, String body, int highlights, User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        rule(bob, "content", "words", LOUD.with("pattern", pattern));

        alice.say(room, body);

        assertCounts(bob, room, 1, highlights);
    }

    /// A room of two, and the event `{"type": "com.example.tea", "content": {"sort": "Green", "hot": true, "cups": 2, "for":
    /// ["a", 1]}}`: which conditions hold.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'kind':'event_match','key':'content.sort','pattern':'gr*'}; 1",
                "{'kind':'event_match','key':'content.sort','pattern':'gree'}; 0",
                "{'kind':'event_match','key':'content.none','pattern':'*'}; 0",
                "{'kind':'event_match','key':'content.cups','pattern':'*'}; 0",
                "{'kind':'event_property_is','key':'content.hot','value':true}; 1",
                "{'kind':'event_property_is','key':'content.hot','value':'true'}; 0",
                "{'kind':'event_property_is','key':'content.cups','value':2}; 1",
                "{'kind':'event_property_is','key':'content.sort','value':'green'}; 0",
                "{'kind':'event_property_contains','key':'content.for','value':'a'}; 1",
                "{'kind':'event_property_contains','key':'content.for','value':1}; 1",
                "{'kind':'event_property_contains','key':'content.for','value':'b'}; 0",
                "{'kind':'event_property_contains','key':'content.sort','value':'Green'}; 0",
                "{'kind':'room_member_count','is':'2'}; 1",
                "{'kind':'room_member_count','is':'==2'}; 1",
                "{'kind':'room_member_count','is':'>2'}; 0",
                "{'kind':'room_member_count','is':'<=2'}; 1",
                "{'kind':'sender_notification_permission','key':'room'}; 1",
                "{'kind':'com.example.moon','phase':'full'}; 0"
            })
    void condition_holds(String condition, int count, User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        bob.put(
                        "/pushrules/global/override/tea",
                        Json.of(
                                "actions",
                                Json.array("notify"),
                                "conditions",
                                Json.array(
                                        Json.parse(
                                                "{'kind':'event_match','key':'type','pattern':'com.example.tea'}"),
                                        Json.parse(condition))))
                .ok();

        alice.sendEvent(
                room,
                "com.example.tea",
                Json.parse("{'sort':'Green','hot':true,'cups':2,'for':['a',1]}"));

        assertCounts(bob, room, count, 0);
    }

    @Test
    void dontNotify_isLikeNoActions(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        rule(bob, "room", room, Json.parse("{'actions':['dont_notify']}"));

        alice.say(room, "hush");

        assertCounts(bob, room, 0, 0);
    }
}
