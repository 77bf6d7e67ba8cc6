package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

class EventSizeTest {

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void check_ofTheLargestEvent_passes(RoomVersion version) {
        JsonObject pdu = ofBytes(EventSize.MAX_BYTES, "a");

        assertThatCode(() -> EventSize.check(pdu, version.rules())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void check_ofOneByteMore_isTooLarge(RoomVersion version) {
        assertThat(codeOf(ofBytes(EventSize.MAX_BYTES + 1, "a"), version.rules()))
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "日", "\"", "\n"})
    void check_countsBytesOfTheCanonicalForm(String character) {
        RoomRules rules = RoomVersion.V12.rules();
        JsonObject few = JsonObject.of("body", character.repeat(10_000));
        int bytes = CanonicalJson.encode(few).length;
        JsonObject many =
                JsonObject.of("body", character.repeat(EventSize.MAX_BYTES * 10_000 / bytes + 50));

        assertThatCode(() -> EventSize.check(few, rules)).doesNotThrowAnyException();
        assertThat(codeOf(many, rules)).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void check_withSignatures_countsThemButNotUnsigned(RoomVersion version) {
        JsonObject largest = ofBytes(EventSize.MAX_BYTES, "a");

        assertThat(codeOf(largest.with("signatures", JsonObject.EMPTY), version.rules()))
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThatCode(
                        () ->
                                EventSize.check(
                                        largest.with("unsigned", JsonObject.of("age", 1)),
                                        version.rules()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void check_ofAStateKeyOfFewCharactersAndManyBytes_passesBeforeVersion11(RoomVersion version) {
        JsonObject pdu = JsonObject.of("state_key", "\uD83D\uDCA5".repeat(70));
        boolean isOld = version.compareTo(RoomVersion.V11) < 0;

        if (isOld) {
            assertThatCode(() -> EventSize.check(pdu, version.rules())).doesNotThrowAnyException();
        } else {
            assertThat(codeOf(pdu, version.rules())).isEqualTo(ErrorCode.TOO_LARGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "state_key", "sender", "room_id", "event_id"})
    void check_ofAnIdentifyingField_allows255Bytes(String field) {
        RoomRules rules = RoomVersion.V12.rules();

        assertThatCode(() -> EventSize.check(JsonObject.of(field, "a".repeat(255)), rules))
                .doesNotThrowAnyException();
        assertThatCode(() -> EventSize.check(JsonObject.of(field, "日".repeat(85)), rules))
                .doesNotThrowAnyException();
        assertThat(codeOf(JsonObject.of(field, "a".repeat(256)), rules))
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(codeOf(JsonObject.of(field, "日".repeat(86)), rules))
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(codeOf(JsonObject.of(field, "😀".repeat(64)), rules))
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    private static JsonObject ofBytes(int bytes, String filler) {
        JsonObject empty = JsonObject.of("type", "m.room.message", "body", "");
        int missing = bytes - empty.toBytes().length;
        return empty.with("body", new JsonString(filler.repeat(missing)));
    }

    private static ErrorCode codeOf(JsonObject pdu, RoomRules rules) {
        return catchThrowableOfType(MatrixException.class, () -> EventSize.check(pdu, rules))
                .code();
    }
}
