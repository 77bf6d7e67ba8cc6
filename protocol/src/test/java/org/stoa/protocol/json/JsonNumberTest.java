package org.stoa.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 127, 128, 999_999_999_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE})
    void integer_withinALong_isOne(long value) {
        JsonNumber number = (JsonNumber) Json.parse(Long.toString(value));

        assertThat(number.isInteger()).isTrue();
        assertThat(number.longValue()).isEqualTo(value);
        assertThat(number).isEqualTo(JsonNumber.of(value)).hasSameHashCodeAs(JsonNumber.of(value));
        assertThat(number.decimalValue()).isEqualTo(BigDecimal.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0",
                "1.0",
                "1e3",
                "1E+3",
                "0.1",
                "9223372036854775808",
                "-9223372036854775809",
                "123456789012345678901234567890"
            })
    void otherNumber_keepsItsSpelling(String text) {
        JsonNumber number = (JsonNumber) Json.parse(text);

        assertThat(number.isInteger()).isFalse();
        assertThat(number.text()).isEqualTo(text);
        assertThat(number.decimalValue()).isEqualByComparingTo(text);
        assertThatThrownBy(number::longValue).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void decimalValue_beyondAllExponents_isRefused() {
        JsonNumber number = (JsonNumber) Json.parse("1e99999999999");

        assertThatThrownBy(number::decimalValue).isInstanceOf(ArithmeticException.class);
    }
}
