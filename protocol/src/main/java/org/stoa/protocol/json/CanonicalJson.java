package org.stoa.protocol.json;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;

/// The encoding that hashes and signatures are made of: compact UTF-8, the members of each object ordered by code point,
/// integers within ±(2^53-1).
///
/// Spec: appendices#canonical-json (v1.19).
public final class CanonicalJson {

    /// The largest integer that canonical JSON allows, 2^53-1; the smallest is its negative.
    public static final long MAX_INTEGER = (1L << 53) - 1;

    /// A number of at most 16 digits cannot be written with a larger exponent or a smaller one, trailing zeros apart.
    private static final int MAX_EXPONENT = 2000;

    private static final int SORTED_BY_INSERTION = 24;

    private final JsonWriter writer = new JsonWriter();
    private final boolean strict;

    private CanonicalJson(boolean strict) {
        this.strict = strict;
    }

    /// Returns the canonical encoding. A number is written as the integer that it is worth: `-0` as `0`, `1e10` as
    /// `10000000000`.
    ///
    /// @throws JsonException when a number is not an integer in the range (`BAD_JSON`)
    public static byte[] encode(Json value) {
        return encode(value, true);
    }

    /// Returns the encoding for rooms of versions 1 to 5, which do not enforce the restrictions: fractions, exponents
    /// and large integers keep the spelling they have; only `-0` becomes `0`.
    ///
    /// Spec: rooms/v1#canonical-json (v1.19).
    public static byte[] encodeLeniently(Json value) {
        return encode(value, false);
    }

    /// Checks the restrictions that rooms of version 6 and later enforce on events: each number is spelled as an integer
    /// within ±(2^53-1), and not as `-0`.
    ///
    /// Spec: rooms/v6#canonical-json (v1.19).
    ///
    /// @throws JsonException when a number is not (`BAD_JSON`)
    public static void requireStrict(Json value) {
        switch (value) {
            case JsonNumber number -> {
                if (!number.isInteger() || !isInRange(number.longValue())) {
                    throw badNumber();
                }
            }
            case JsonArray array -> array.forEach(CanonicalJson::requireStrict);
            case JsonObject object -> {
                for (Json member : object.values) {
                    requireStrict(member);
                }
            }
            case JsonString _, JsonBoolean _, JsonNull _ -> {}
        }
    }

    /// Orders strings by code point. (`String.compareTo` orders by UTF-16 unit, which puts U+10000 before U+FFFF.)
    public static int compareByCodePoint(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a == b) {
                continue;
            }
            boolean leftSurrogate = Character.isSurrogate(a);
            if (leftSurrogate != Character.isSurrogate(b)) {
                return leftSurrogate ? 1 : -1;
            }
            return a - b;
        }
        return left.length() - right.length();
    }

    /// The members of an object, each encoded, in their order.
    static CanonicalMembers members(JsonObject object, boolean strict) {
        CanonicalJson encoder = new CanonicalJson(strict);
        int[] order = order(object.names);
        String[] names = new String[order.length];
        int[] starts = new int[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            names[i] = object.names[order[i]];
            encoder.writer.string(names[i]);
            encoder.writer.raw(':');
            encoder.write(object.values[order[i]]);
            starts[i + 1] = encoder.writer.size();
        }
        return new CanonicalMembers(names, encoder.writer.toByteArray(), starts);
    }

    private static byte[] encode(Json value, boolean strict) {
        CanonicalJson encoder = new CanonicalJson(strict);
        encoder.write(value);
        return encoder.writer.toByteArray();
    }

    private void write(Json value) {
        switch (value) {
            case JsonNumber number ->
                    writer.ascii(strict ? strictText(number) : lenientText(number));
            case JsonArray array -> array(array);
            case JsonObject object -> object(object);
            case JsonString _, JsonBoolean _, JsonNull _ -> writer.write(value);
        }
    }

    private void array(JsonArray array) {
        writer.raw('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                writer.raw(',');
            }
            write(array.get(i));
        }
        writer.raw(']');
    }

    private void object(JsonObject object) {
        writer.raw('{');
        int[] order = order(object.names);
        for (int i = 0; i < order.length; i++) {
            if (i > 0) {
                writer.raw(',');
            }
            writer.string(object.names[order[i]]);
            writer.raw(':');
            write(object.values[order[i]]);
        }
        writer.raw('}');
    }

    private static int[] order(String[] names) {
        if (names.length > SORTED_BY_INSERTION) {
            return orderOfMany(names);
        }
        int[] order = new int[names.length];
        for (int i = 1; i < names.length; i++) {
            int at = i;
            while (at > 0 && compareByCodePoint(names[order[at - 1]], names[i]) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }

    private static int[] orderOfMany(String[] names) {
        Integer[] order = new Integer[names.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparing((Integer i) -> names[i], CanonicalJson::compareByCodePoint));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static String lenientText(JsonNumber number) {
        String text = number.text();
        return text.equals("-0") ? "0" : text;
    }

    private static String strictText(JsonNumber number) {
        long value = number.isInteger() ? number.longValue() : integerValue(number);
        if (!isInRange(value)) {
            throw badNumber();
        }
        return Long.toString(value);
    }

    private static long integerValue(JsonNumber number) {
        try {
            BigDecimal decimal = number.decimalValue();
            if (decimal.signum() == 0) {
                return 0;
            }
            if (Math.abs((long) decimal.scale()) > MAX_EXPONENT) {
                throw badNumber();
            }
            return decimal.longValueExact();
        } catch (ArithmeticException e) {
            throw badNumber();
        }
    }

    private static boolean isInRange(long value) {
        return value >= -MAX_INTEGER && value <= MAX_INTEGER;
    }

    private static JsonException badNumber() {
        return new JsonException(
                JsonException.Kind.BAD_JSON,
                "Expected integers between -(2^53-1) and 2^53-1, found another number");
    }
}
