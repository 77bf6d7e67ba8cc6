package org.stoa.accounts.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonString;

final class ProfileFieldTest {

    @ParameterizedTest
    @ValueSource(strings = {"displayname", "avatar_url", "m.tz", "org.example.job_title"})
    void name_ofAllowedForm_isTaken(String name) {
        assertThat(ProfileField.of(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "Org.example", "org..example", "org.example.", "m", "é.a"})
    void name_ofOtherForm_isRefused(String name) {
        assertRefused(ErrorCode.INVALID_PARAM, () -> ProfileField.of(name));
    }

    @Test
    void name_thatIsTooLong_isRefused() {
        assertRefused(ErrorCode.KEY_TOO_LARGE, () -> ProfileField.of("a." + "b".repeat(254)));
    }

    @Test
    void displayName_thatIsNoText_isRefused() {
        assertRefused(
                ErrorCode.INVALID_PARAM, () -> ProfileField.DISPLAY_NAME.check(JsonNumber.of(1)));
    }

    @Test
    void displayName_thatIsTooLong_isRefused() {
        assertRefused(
                ErrorCode.INVALID_PARAM,
                () -> ProfileField.DISPLAY_NAME.check(new JsonString("a".repeat(257))));
    }

    @Test
    void avatarUrl_ofAnyText_isTaken() {
        assertThatCode(
                        () ->
                                ProfileField.AVATAR_URL.check(
                                        new JsonString("https://example.org/a.png")))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
