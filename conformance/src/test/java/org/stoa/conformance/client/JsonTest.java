package org.stoa.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
    private static final Json VALUE =
            Json.parse("{'a':{'b':[1,'x',true,null,-9007199254740993,1.5]},'e':{}}");

    @Test
    void parsed_isWrittenTheSame() {
        assertThat(new String(VALUE.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":{\"b\":[1,\"x\",true,null,-9007199254740993,1.5]},\"e\":{}}");
    }

    @Test
    void made_equalsParsed_whateverTheOrder() {
        Json made =
                Json.of(
                        "e",
                        Map.of(),
                        "a",
                        Json.of("b", Json.array(1, "x", true, null, -9007199254740993L, 1.5)));

        assertThat(made).isEqualTo(VALUE).isNotEqualTo(made.with("e", List.of()));
    }

    @Test
    void accessor_whenNothingIsThere_failsAndShowsTheValue() {
        assertThatThrownBy(() -> VALUE.string("a", "c"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nothing at [a, c] in {\"a\"");
        assertThatThrownBy(() -> VALUE.string("a", "b"))
                .hasMessageContaining("expected a String at [a, b]");
        assertThat(VALUE.find("a", "c")).isEmpty();
        assertThat(VALUE.listOrEmpty("e", "list")).isEmpty();
    }

    @Test
    void parse_ofAnythingElse_fails() {
        for (String text : List.of("", "{", "{} {}", "nonsense")) {
            assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void target_encodesValues() {
        assertThat(Caller.target("/rooms/{}/state/{}/?x={}", "!a:b", "m.x y", "#/?"))
                .isEqualTo("/_matrix/client/v3/rooms/%21a%3Ab/state/m.x%20y/?x=%23%2F%3F");
        assertThat(Caller.target("/_matrix/client/versions")).isEqualTo("/_matrix/client/versions");
        assertThatThrownBy(() -> Caller.target("/rooms/{}")).hasMessageContaining("fewer values");
        assertThatThrownBy(() -> Caller.target("/rooms", "x")).hasMessageContaining("more values");
    }
}
