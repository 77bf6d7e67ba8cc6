package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.RandomJson;

class EventBytesTest {

    private static final List<String> NAMES =
            List.of(
                    "content",
                    "type",
                    "sender",
                    "state_key",
                    "origin_server_ts",
                    "redacts",
                    "auth_events",
                    "prev_events",
                    "depth",
                    "hashes",
                    "signatures",
                    "origin",
                    "event_id",
                    "room_id",
                    "unsigned");

    @Test
    void split_ofAnEvent_separatesWhatClientsGet() {
        EventBytes bytes =
                EventBytes.split(
                        utf8(
                                " { \"type\" : \"m.x\", \"depth\": 1 ,\"content\" : {\"a\": [1, \"b c\"] },\n"
                                        + "\"unsigned\":{\"age\":1},\"hashes\":{}, \"custom\":null} "));

        assertThat(text(bytes.client()))
                .isEqualTo("\"type\":\"m.x\",\"content\":{\"a\":[1,\"b c\"]},\"custom\":null");
        assertThat(text(bytes.federation())).isEqualTo("\"depth\":1,\"hashes\":{}");
    }

    @Test
    void split_ofStrangeNumbersAndEscapes_keepsTheirSpelling() {
        String members =
                "\"content\":{\"n\":1.50e3,\"z\":-0,\"s\":\"\\u0041\\/\\\\\",\"big\":123456789012345678901}";

        EventBytes bytes = EventBytes.split(utf8("{" + members + "}"));

        assertThat(text(bytes.client())).isEqualTo(members);
        assertThat(bytes.federation()).isEmpty();
    }

    @Test
    void split_ofNamesWithEscapes_readsThem() {
        EventBytes bytes = EventBytes.split(utf8("{\"\\u0064epth\":1,\"uns\\u0069gned\":{}}"));

        assertThat(text(bytes.federation())).isEqualTo("\"\\u0064epth\":1");
        assertThat(bytes.client()).isEmpty();
    }

    @Test
    void split_ofStringsWithBracketsAndQuotes_isNotMisled() {
        String members = "\"type\":\"}],{\\\"\\\\\",\"content\":{\"]\":\"[{\\\\\\\"\"}";

        EventBytes bytes = EventBytes.split(utf8("{" + members + ",\"depth\":2}"));

        assertThat(text(bytes.client())).isEqualTo(members);
        assertThat(text(bytes.federation())).isEqualTo("\"depth\":2");
    }

    @Test
    void split_ofAnEmptyObject_isEmpty() {
        EventBytes bytes = EventBytes.split(utf8(" { } "));

        assertThat(bytes.client()).isEmpty();
        assertThat(bytes.federation()).isEmpty();
        assertThat(text(bytes.toFederation())).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"x", "{a:1}"})
    void split_ofWhatIsNoObject_isRefused(String text) {
        assertThatThrownBy(() -> EventBytes.split(utf8(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toFederation_ofAnyEvent_meansWhatWasSplitWithoutUnsigned() {
        Random random = new Random(20_260_108);
        for (int i = 0; i < 2_000; i++) {
            JsonObject event = randomEvent(random);

            EventBytes bytes = EventBytes.split(utf8(spaced(event.toString(), random)));

            assertThat(bytes.toJson()).isEqualTo(event.without("unsigned"));
            assertThat(EventBytes.of(event).toJson()).isEqualTo(event.without("unsigned"));
            assertThat(bytes.toFederation()).hasSameSizeAs(event.without("unsigned").toBytes());
        }
    }

    private static JsonObject randomEvent(Random random) {
        JsonObject.Builder event = RandomJson.object(random, random.nextInt(3), 3).toBuilder();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                event.put(name, RandomJson.value(random, 4));
            }
        }
        return event.build();
    }

    /// Puts white space around tokens outside of strings.
    private static String spaced(String json, Random random) {
        StringBuilder spaced = new StringBuilder();
        boolean inString = false;
        boolean escaped = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean structural = !inString && "{}[]:,".indexOf(c) >= 0;
            if (structural && random.nextInt(3) == 0) {
                spaced.append(" \n\t\r".charAt(random.nextInt(4)));
            }
            spaced.append(c);
            if (structural && random.nextInt(3) == 0) {
                spaced.append("  ");
            }
            if (c == '"' && !escaped) {
                inString = !inString;
            }
            escaped = inString && c == '\\' && !escaped;
        }
        return spaced.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
