package org.stoa.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class PropertyPathTest {

    private static final JsonObject EVENT =
            Json.parseObject(
                    """
                    {"type": 1,
                     "content": {"body": 2, "m.relates_to": {"rel_type": 3}, "m\\\\foo": 4, "\\\\x": 5,
                                 "list": [6], "": {"": 7}, "end\\\\": 8},
                     "dotted.name": 9}
                    """);

    @ParameterizedTest
    @CsvSource({
        "type, 1",
        "content.body, 2",
        "content.m\\.relates_to.rel_type, 3",
        "content.m\\\\foo, 4",
        "content.\\x, 5",
        "content.\\\\x, 5",
        "content.., 7",
        "content.end\\, 8",
        "dotted\\.name, 9",
    })
    void path_thatExists_leadsToItsValue(String path, String value) {
        assertThat(PropertyPath.parse(path).in(EVENT)).isEqualTo(Json.parse(value));
    }

    @ParameterizedTest
    @CsvSource({
        "body",
        "content.m.relates_to.rel_type",
        "dotted.name",
        "type.x",
        "content.list.0",
        "''"
    })
    void path_thatDoesNotExist_leadsNowhere(String path) {
        assertThat(PropertyPath.parse(path).in(EVENT)).isNull();
    }
}
