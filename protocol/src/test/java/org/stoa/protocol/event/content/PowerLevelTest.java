package org.stoa.protocol.event.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;

final class PowerLevelTest {

    @ParameterizedTest
    @CsvSource({
        "50, 50",
        "-50, -50",
        "'\"100\"', 100",
        "'\"000100\"', 100",
        "'\"+100\"', 100",
        "'\"-100\"', -100",
        "'\" 00100 \"', 100",
        "'\"\\t-100\\n\"', -100",
        "'\"99999999999999999999\"', 9223372036854775807",
        "50.57, 50",
        "-50.57, -50",
        "5.114698E4, 51146",
        "1e300, 9223372036854775807",
        "99999999999999999999, 9223372036854775807",
        "-0, 0",
    })
    void level_ofFirstVersion_isTruncatedInteger(String json, long level) {
        assertThat(PowerLevel.parse(Json.parse(json), RoomVersion.V1.rules()))
                .isEqualTo(OptionalLong.of(level));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"", "\" \"", "\"+\"", "\"+ 1\"", "\"--1\"", "\"1.5\"", "\"1e2\"", "\"0x10\"",
                "\"1_000\"", "\"1 0\"", "1e999", "-1e999", "null", "true", "[]", "{}"
            })
    void level_ofFirstVersion_isNoneForOtherValues(String json) {
        assertThat(PowerLevel.parse(Json.parse(json), RoomVersion.V1.rules())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"50\"", "50.5", "5e1"})
    void level_ofVersionTen_isIntegerOnly(String json) {
        assertThat(PowerLevel.parse(Json.parse(json), RoomVersion.V10.rules())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"50.5", "5e1"})
    void level_ofVersionSix_isNoFraction(String json) {
        assertThat(PowerLevel.parse(Json.parse(json), RoomVersion.V6.rules())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x661, 0xFF11})
    void level_ofOtherDigits_isNone(int digit) {
        JsonString text = new JsonString(Character.toString(digit));

        assertThat(PowerLevel.parse(text, RoomVersion.V1.rules())).isEmpty();
    }
}
