package org.stoa.protocol.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A JSON number in the spelling it had: `1.0`, `1e0` and `1` are three different numbers here, since rooms of old
/// versions hold events with any of them and their hashes depend on the spelling.
public final class JsonNumber implements Json {

    private static final int MAX_DIGITS_OF_LONG = 18;
    private static final int SMALL = 128;
    private static final JsonNumber[] SMALL_NUMBERS = smallNumbers();

    private final long value;
    private final @Nullable String spelling;

    private JsonNumber(long value, @Nullable String spelling) {
        this.value = value;
        this.spelling = spelling;
    }

    /// Returns the number in its plain decimal spelling.
    public static JsonNumber of(long value) {
        if (value >= 0 && value < SMALL) {
            return SMALL_NUMBERS[(int) value];
        }
        return new JsonNumber(value, null);
    }

    /// Returns the number that the text spells by the grammar of JSON.
    static JsonNumber ofSpelling(String text) {
        if (isPlainInteger(text)) {
            return of(Long.parseLong(text));
        }
        if (isDigits(text)) {
            try {
                return of(Long.parseLong(text));
            } catch (NumberFormatException beyondLong) {
                return new JsonNumber(0, text);
            }
        }
        return new JsonNumber(0, text);
    }

    /// Whether the number is spelled as an integer, without fraction, exponent or negative zero, and fits a `long`.
    public boolean isInteger() {
        return spelling == null;
    }

    /// Returns the value of an integer.
    ///
    /// @throws ArithmeticException when it is not one, see [#isInteger()]
    public long longValue() {
        if (spelling != null) {
            throw new ArithmeticException("Not an integer in the range of a long");
        }
        return value;
    }

    /// Returns the number as it was spelled.
    public String text() {
        return spelling == null ? Long.toString(value) : spelling;
    }

    /// Returns the exact value. Beware of exponents: expanding the result of `1e999999999` takes a gigabyte.
    ///
    /// @throws ArithmeticException when the exponent is beyond what `BigDecimal` holds
    public BigDecimal decimalValue() {
        if (spelling == null) {
            return BigDecimal.valueOf(value);
        }
        try {
            return new BigDecimal(spelling);
        } catch (NumberFormatException beyondBigDecimal) {
            throw new ArithmeticException("Exponent out of range");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonNumber number
                && value == number.value
                && (spelling == null ? number.spelling == null : spelling.equals(number.spelling));
    }

    @Override
    public int hashCode() {
        return spelling == null ? Long.hashCode(value) : spelling.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    private static boolean isPlainInteger(String text) {
        return text.length() <= MAX_DIGITS_OF_LONG && isDigits(text);
    }

    /// Whether the text is an integer as JSON spells it, but not negative zero.
    private static boolean isDigits(String text) {
        int start = text.charAt(0) == '-' ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return start == 0 || text.charAt(1) != '0';
    }

    private static JsonNumber[] smallNumbers() {
        JsonNumber[] numbers = new JsonNumber[SMALL];
        for (int i = 0; i < SMALL; i++) {
            numbers[i] = new JsonNumber(i, null);
        }
        return numbers;
    }
}
