package org.stoa.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonException.Kind;

class JsonReaderTest {

    @Test
    void parse_ofEveryType_keepsOrderAndSpelling() {
        String text =
                "{\"b\":[1,-2.50,1E3,\"x\"],\"a\":{\"t\":true,\"f\":false,\"n\":null},\"e\":[],\"o\":{}}";

        assertThat(Json.parse(text)).hasToString(text);
    }

    @Test
    void parse_ofWhiteSpaceAndEscapes_isCompactWithFewestEscapes() {
        Json value = Json.parse(" { \"\\u0061\" : \"\\/\\u00e9\\ud83d\\ude00\\u0007\\n\" } ");

        assertThat(value).hasToString("{\"a\":\"/é😀\\u0007\\n\"}");
    }

    @Test
    void parse_ofMoreValuesThanAllowed_isRefused() {
        byte[] text = "[0,[],{\"a\":1}]".getBytes(StandardCharsets.UTF_8);

        assertThat(Json.parse(text, 5)).hasToString("[0,[],{\"a\":1}]");
        assertThatThrownBy(() -> Json.parse(text, 4)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "\"text\"", "true", "null", "[]"})
    void parse_ofABareValue_isAccepted(String text) {
        assertThat(Json.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "[1 2]",
                "[",
                "1 2",
                "{} {}",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "-Infinity",
                "nul",
                "True",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a\tb\"",
                "\"a\nb\"",
                "/* comment */ 1",
                "1 // comment",
                "\u00a01"
            })
    void parse_ofWhatIsNotJson_isNotJson(String text) {
        assertThat(kindOf(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Kind.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22c08022", // overlong NUL
                "22c1bf22", // overlong ASCII
                "22e0808022", // overlong
                "22eda08022", // a surrogate
                "22edbfbf22", // a surrogate
                "22f08080af22", // overlong
                "22f490808022", // beyond U+10FFFF
                "22f888808080" + "22",
                "22ff22",
                "228022", // a continuation alone
                "22c322", // cut short by ASCII
                "22e282", // cut short by the end
                "f0",
                "efbbbf7b7d", // a byte order mark
                "7b007d00", // UTF-16
                "007b007d",
                "220022" // a raw NUL
            })
    void parse_ofBytesThatAreNotUtf8_isNotJson(String hex) {
        assertThat(kindOf(HexFormat.of().parseHex(hex))).isEqualTo(Kind.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"é\":1,\"b\":2,\"é\":3}}",
                "[{\"\":1,\"\":2}]",
                "{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,"
                        + "\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0,\"q\":0,\"c\":1}"
            })
    void parse_ofDuplicateMembers_isBadJson(String text) {
        assertThat(kindOf(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Kind.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800x\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud83d\\ud83d\\ude00\""
            })
    void parse_ofLoneSurrogates_isBadJson(String text) {
        assertThat(kindOf(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Kind.BAD_JSON);
    }

    @Test
    void parse_ofALoneSurrogateInAName_isRefused() {
        assertThatThrownBy(() -> Json.parse("{\"\\ud800\":1}")).isInstanceOf(JsonException.class);
    }

    @Test
    void parse_atTheDepthLimit_isAccepted() {
        String text = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);

        assertThat(Json.parse(text)).hasToString(text);
    }

    @Test
    void parse_beyondTheDepthLimit_isBadJson() {
        String text = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);

        assertThat(kindOf(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Kind.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 31, 32, 33, 64, 1000})
    void parse_ofManyMembersInsideOthers_keepsThemAll(int size) {
        StringBuilder text = new StringBuilder("{\"before\":[0],\"inner\":{");
        for (int i = 0; i < size; i++) {
            text.append("\"name").append(i).append("\":[").append(i).append(",{}],");
        }
        text.append("\"last\":[").append("[1],".repeat(size)).append("2]},\"after\":3}");

        assertThat(Json.parse(text.toString())).hasToString(text.toString());
    }

    @Test
    void parse_ofAVeryLongName_isAccepted() {
        String text = "{\"" + "n".repeat(100_000) + "\":\"" + "v".repeat(200_000) + "\"}";

        assertThat(Json.parse(text)).hasToString(text);
    }

    @Test
    void parse_ofManyNamesWithEqualHashCodes_isFast() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            text.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 14; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":0");
        }
        byte[] bytes = text.append('}').toString().getBytes(StandardCharsets.UTF_8);

        assertThat(Json.parseObject(bytes).size()).isEqualTo(1 << 14);
    }

    @Test
    void parse_ofDamagedText_isRefusedOrMeansWhatItWrites() {
        Random random = new Random(20_260_109);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = damaged(RandomJson.object(random, 6, 3).toBytes(), random);
            try {
                Json value = Json.parse(damaged);
                assertThat(Json.parse(value.toBytes())).isEqualTo(value);
            } catch (JsonException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 19_000);
    }

    @Test
    void parseObject_ofAnotherType_isBadJson() {
        JsonException thrown =
                catchThrowableOfType(JsonException.class, () -> Json.parseObject("[]"));

        assertThat(thrown.kind()).isEqualTo(Kind.BAD_JSON);
    }

    private static byte[] damaged(byte[] text, Random random) {
        byte[] damaged = text.clone();
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            byte[] likely = "{}[],:\"\\u0d8e-1.\u00e9\u65e5".getBytes(StandardCharsets.UTF_8);
            int at = random.nextInt(damaged.length);
            damaged[at] =
                    random.nextBoolean()
                            ? likely[random.nextInt(likely.length)]
                            : (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static Kind kindOf(byte[] bytes) {
        return catchThrowableOfType(JsonException.class, () -> Json.parse(bytes)).kind();
    }
}
