package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class ConditionTest {

    private static final JsonObject EVENT =
            Json.parseObject(
                    """
                    {"type": "m.room.message", "sender": "@bob:example.org",
                     "content": {"body": "Alice, see the Example: 1.5", "number": 1, "yes": true,
                                 "nothing": null, "topic": "Lunch plans", "object": {},
                                 "list": ["#a:b", 5, false, null, ["x"], {"y": 1}]}}
                    """);

    @ParameterizedTest
    @CsvSource({
        "type, m.room.message, true",
        "type, m.room.*, true",
        "type, M.ROOM.MESSAGE, true",
        "type, room, false",
        "content.topic, lunc?*, true",
        "content.topic, lunch, false",
        "content.body, example, true",
        "content.body, exam, false",
        "content.number, *, false",
        "content.nothing, *, false",
        "content.absent, *, false",
        "content, *, false",
    })
    void eventMatch_ofProperty_matchesGlob(String key, String pattern, boolean matches) {
        JsonObject condition = JsonObject.of("kind", "event_match", "key", key, "pattern", pattern);

        assertThat(matches(condition)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "content.yes, true, true",
        "content.yes, '\"true\"', false",
        "content.yes, 1, false",
        "content.number, 1, true",
        "content.number, '\"1\"', false",
        "content.number, 1.0, false",
        "content.nothing, null, true",
        "content.absent, null, false",
        "type, '\"m.room.message\"', true",
        "type, '\"M.room.message\"', false",
        "content.object, {}, false",
        "content.list, '[\"#a:b\",5,false,null,[\"x\"],{\"y\":1}]', false",
    })
    void eventPropertyIs_ofProperty_matchesExactValue(String key, String value, boolean matches) {
        assertThat(matches(withValue("event_property_is", key, value))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "content.list, '\"#a:b\"', true",
        "content.list, '\":b\"', false",
        "content.list, 5, true",
        "content.list, '\"5\"', false",
        "content.list, false, true",
        "content.list, true, false",
        "content.list, null, true",
        "content.list, '[\"x\"]', false",
        "content.list, '{\"y\":1}', false",
        "content.topic, '\"Lunch plans\"', false",
        "content.absent, null, false",
    })
    void eventPropertyContains_ofArray_matchesExactElement(
            String key, String value, boolean matches) {
        assertThat(matches(withValue("event_property_contains", key, value))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"Alice, true", "alice, true", "Ali, false", "'', false", "Bob, false", ", false"})
    void containsDisplayName_ofName_matchesWords(@Nullable String name, boolean matches) {
        Condition condition = Condition.parse(JsonObject.of("kind", "contains_display_name"));

        assertThat(condition.matches(EVENT, context(name, 3, 0))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "3, true", "2, false", "==3, true", "==4, false", "<4, true", "<3, false", ">2, true",
        ">3, false", "<=3, true", "<=2, false", ">=3, true", ">=4, false", "x, false", "'', false",
        ">, false", "=3, false", "3.0, false", "-3, false", "> 2, false",
                ">=99999999999999999999, false"
    })
    void roomMemberCount_ofThree_comparesNumber(String is, boolean matches) {
        assertThat(matches(JsonObject.of("kind", "room_member_count", "is", is)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"50, room, true", "49, room, false", "49, other, true"})
    void senderNotificationPermission_ofLevel_comparesWithKey(
            long level, String key, boolean matches) {
        Condition condition =
                Condition.parse(
                        JsonObject.of("kind", "sender_notification_permission", "key", key));

        assertThat(condition.matches(EVENT, context(null, 3, level))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\": 5}",
                "{\"kind\": \"org.example.new\"}",
                "{\"kind\": \"event_match\", \"key\": \"type\"}",
                "{\"kind\": \"event_match\", \"pattern\": \"*\"}",
                "{\"kind\": \"event_match\", \"key\": \"type\", \"pattern\": 5}",
                "{\"kind\": \"event_property_is\", \"key\": \"content.absent\"}",
                "{\"kind\": \"room_member_count\"}",
                "{\"kind\": \"room_member_count\", \"is\": 3}",
                "{\"kind\": \"sender_notification_permission\"}"
            })
    void condition_thatIsUnrecognised_neverMatchesAndKeepsItsJson(String json) {
        Condition condition = Condition.parse(Json.parseObject(json));

        assertThat(condition.matches(EVENT, context(null, 3, 100))).isFalse();
        assertThat(condition.toJson()).isEqualTo(Json.parseObject(json));
    }

    @Test
    void condition_withMoreMembers_keepsThem() {
        JsonObject json =
                JsonObject.of("kind", "room_member_count", "is", "==3", "org.example.note", "x");

        assertThat(Condition.parse(json).toJson()).isEqualTo(json);
        assertThat(matches(json)).isTrue();
    }

    private static boolean matches(JsonObject condition) {
        return Condition.parse(condition).matches(EVENT, context(null, 3, 0));
    }

    private static JsonObject withValue(String kind, String key, String value) {
        return JsonObject.of("kind", kind, "key", key, "value", Json.parse(value));
    }

    private static PushContext context(@Nullable String name, long members, long senderLevel) {
        ToLongFunction<String> levels = key -> key.equals("room") ? 50 : 0;
        return new PushContext(name, members, senderLevel, levels);
    }
}
