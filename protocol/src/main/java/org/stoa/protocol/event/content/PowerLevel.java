package org.stoa.protocol.event.content;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;

/// One power level as it stands in an event: an integer; in old room versions also a string of one, or a fraction.
///
/// Spec: rooms/v1#mroompower_levels-events-accept-values-as-strings,
/// rooms/v1#mroompower_levels-events-accept-values-as-floats (v1.19).
public final class PowerLevel {

    private PowerLevel() {}

    /// Returns the level that the value is by these rules; empty when it is none, or not there. Levels beyond a `long`
    /// become its ends.
    public static OptionalLong parse(@Nullable Json value, RoomRules rules) {
        return switch (value) {
            case JsonNumber number -> ofNumber(number, rules);
            case JsonString(String text) when !rules.integerPowerLevels() -> ofText(text);
            case null, default -> OptionalLong.empty();
        };
    }

    private static OptionalLong ofNumber(JsonNumber number, RoomRules rules) {
        if (number.isInteger()) {
            return OptionalLong.of(number.longValue());
        }
        return rules.strictCanonicalJson() ? OptionalLong.empty() : truncated(number.text());
    }

    /// The value is truncated at the decimal point, and must be in the range of a double.
    private static OptionalLong truncated(String text) {
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? OptionalLong.empty() : OptionalLong.of((long) value);
    }

    /// Accepts whitespace around, one sign, and decimal digits.
    private static OptionalLong ofText(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        boolean negative = start < end && text.charAt(start) == '-';
        if (negative || (start < end && text.charAt(start) == '+')) {
            start++;
        }
        return start == end ? OptionalLong.empty() : ofDigits(text, start, end, negative);
    }

    private static OptionalLong ofDigits(String text, int start, int end, boolean negative) {
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return OptionalLong.of(negative ? -value : value);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
