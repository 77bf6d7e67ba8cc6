package org.stoa.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.SpecVectors;

class CanonicalJsonTest {

    @ParameterizedTest
    @MethodSource("examples")
    void encode_ofTheExamplesOfTheSpecification_isAsItSays(SpecVectors.Vector example) {
        assertThat(encode(example.given())).isEqualTo(example.expected());
    }

    static List<SpecVectors.Vector> examples() {
        return SpecVectors.of("canonical");
    }

    @Test
    void encode_ofControlCharacters_usesTheShortestEscapes() {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x20; c++) {
            text.append(c);
        }

        assertThat(text(CanonicalJson.encode(new JsonString(text + "\u007f\"\\/"))))
                .isEqualTo(
                        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r"
                                + "\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018"
                                + "\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f\u007f\\\"\\\\/\"");
    }

    @Test
    void encode_ofNamesBeyondTheBasicPlane_ordersByCodePoint() {
        assertThat(encode("{\"\\ud800\\udc00\":1,\"\\uffff\":2,\"\\ue000\":3,\"a\":4,\"\":5}"))
                .isEqualTo("{\"\":5,\"a\":4,\"\ue000\":3,\"\uffff\":2,\"\ud800\udc00\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740991,9007199254740991",
        "-9007199254740991,-9007199254740991",
        "1.0,1",
        "-0.0,0",
        "0e999999999,0",
        "12.5e1,125",
        "100e-2,1"
    })
    void encode_ofAnIntegerInTheRange_isPlain(String number, String canonical) {
        assertThat(encode(number)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "9223372036854775808",
                "1.5",
                "1e16",
                "1e-1",
                "1e999999999",
                "1e-999999999",
                "1e99999999999"
            })
    void encode_ofAnotherNumber_isBadJson(String number) {
        JsonException thrown =
                catchThrowableOfType(JsonException.class, () -> encode("[{\"a\":" + number + "}]"));

        assertThat(thrown.kind()).isEqualTo(JsonException.Kind.BAD_JSON);
    }

    @ParameterizedTest
    @CsvSource({
        "-0,0",
        "1.50,1.50",
        "1E10,1E10",
        "9007199254740992,9007199254740992",
        "123456789012345678901234567890,123456789012345678901234567890"
    })
    void encodeLeniently_keepsTheSpelling(String number, String canonical) {
        byte[] encoded =
                CanonicalJson.encodeLeniently(Json.parse("{\"b\":" + number + ",\"a\":1}"));

        assertThat(text(encoded)).isEqualTo("{\"a\":1,\"b\":" + canonical + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "1.0", "1e2", "9007199254740992", "-9007199254740992", "0.0"})
    void requireStrict_ofANumberThatIsNotCanonical_isBadJson(String number) {
        Json value = Json.parse("{\"a\":[true,{\"b\":" + number + "}]}");

        assertThatThrownBy(() -> CanonicalJson.requireStrict(value))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void requireStrict_ofIntegersInTheRange_passes() {
        CanonicalJson.requireStrict(
                Json.parse("{\"a\":[9007199254740991,-9007199254740991,0,\"1.0\",null,false]}"));
    }

    @Test
    void encode_ofAnyValue_isAFixedPointThatMeansTheSame() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 2_000; i++) {
            Json value = RandomJson.value(random, 4);

            byte[] canonical = CanonicalJson.encode(value);

            Json parsed = Json.parse(canonical);
            assertThat(parsed).isEqualTo(value);
            assertThat(CanonicalJson.encode(parsed)).isEqualTo(canonical);
            assertThat(CanonicalJson.encodeLeniently(value)).isEqualTo(canonical);
            CanonicalJson.requireStrict(parsed);
        }
    }

    @Test
    void encode_ofAnyOrderOfMembers_isTheSame() {
        Random random = new Random(20_260_102);
        for (int i = 0; i < 1_000; i++) {
            Json value = RandomJson.value(random, 4);

            assertThat(CanonicalJson.encode(RandomJson.shuffled(value, random)))
                    .isEqualTo(CanonicalJson.encode(value));
        }
    }

    @Test
    void encode_ofAnyObject_ordersNamesAsTheirUtf8Bytes() {
        // The order of code points is the order of UTF-8 bytes, which is a different way to get at
        // it.
        Random random = new Random(20_260_103);
        for (int i = 0; i < 1_000; i++) {
            JsonObject object = RandomJson.object(random, random.nextInt(60), 1);

            JsonObject encoded = Json.parseObject(CanonicalJson.encode(object));

            List<byte[]> names = new ArrayList<>();
            encoded.names().forEach(name -> names.add(name.getBytes(StandardCharsets.UTF_8)));
            assertThat(names).isSortedAccordingTo(Arrays::compareUnsigned);
        }
    }

    @Test
    void encode_ofAnyValue_hasNoNeedlessBytes() {
        Random random = new Random(20_260_104);
        for (int i = 0; i < 1_000; i++) {
            Json value = RandomJson.value(random, 4);

            assertThat(CanonicalJson.encode(value)).hasSameSizeAs(value.toBytes());
        }
    }

    @Test
    void toBytes_ofAnyValue_readsBackInTheSameOrder() {
        Random random = new Random(20_260_105);
        for (int i = 0; i < 2_000; i++) {
            Json value = RandomJson.value(random, 4);

            assertThat(Json.parse(value.toBytes()).toString()).isEqualTo(value.toString());
        }
    }

    @Test
    void compareByCodePoint_ofAnyStrings_isATotalOrder() {
        Random random = new Random(20_260_106);
        Comparator<String> byCodePoints =
                (left, right) ->
                        Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            strings.add(RandomJson.text(random));
        }
        List<String> expected = new ArrayList<>(strings);
        Collections.sort(expected, byCodePoints);

        strings.sort(CanonicalJson::compareByCodePoint);

        assertThat(strings).isEqualTo(expected);
    }

    private static String encode(String json) {
        return text(CanonicalJson.encode(Json.parse(json)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
