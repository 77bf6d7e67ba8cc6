package org.stoa.sync.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class EventFieldsTest {
    private static final JsonObject EVENT =
            Json.parseObject(
                    """
                    {"type": "m.room.message", "sender": "@a:b",
                     "content": {"body": "hello", "m.relates_to": {"event_id": "$x"}, "a\\\\b": 1}}
                    """);

    @Test
    void of_pathIntoContent_keepsThatPropertyOnly() {
        JsonObject kept = fields("content.body").of(EVENT);

        assertThat(kept).isEqualTo(JsonObject.of("content", JsonObject.of("body", "hello")));
    }

    @Test
    void of_severalPaths_keepsAllOfThem() {
        JsonObject kept =
                fields("type", "content.body", "content.m\\.relates_to.event_id").of(EVENT);

        assertThat(kept)
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"type": "m.room.message",
                                 "content": {"body": "hello", "m.relates_to": {"event_id": "$x"}}}
                                """));
    }

    @Test
    void of_escapedBackslash_meansABackslash() {
        JsonObject kept = fields("content.a\\\\b").of(EVENT);

        assertThat(kept).isEqualTo(JsonObject.of("content", JsonObject.of("a\\b", 1)));
    }

    @Test
    void of_pathThatLeadsNowhere_keepsNothing() {
        assertThat(fields("content.body.text", "unsigned.age").of(EVENT))
                .isEqualTo(JsonObject.EMPTY);
    }

    private static EventFields fields(String... paths) {
        return new EventFields(List.of(paths));
    }
}
