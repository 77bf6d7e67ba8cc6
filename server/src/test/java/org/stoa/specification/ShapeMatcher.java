package org.stoa.specification;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Compares values with shapes. Members that a shape does not know are allowed, as in the specification.
final class ShapeMatcher {
    private static final int SHOWN = 200;

    private final boolean nullIsAbsent;

    private final Map<String, Shape> named = new HashMap<>();

    /// Makes a matcher.
    ///
    /// @param nullIsAbsent whether a member that may be absent may be null as well
    ShapeMatcher(boolean nullIsAbsent) {
        this.nullIsAbsent = nullIsAbsent;
        for (String[] row : Table.rows("shapes.tsv")) {
            named.put(row[0], ShapeReader.read(row[1]));
        }
    }

    /// Returns the first place where the value differs; empty when it fits.
    Optional<Mismatch> compare(Json value, Shape shape) {
        return compare("$", value, shape);
    }

    private Optional<Mismatch> compare(String path, Json value, Shape shape) {
        return switch (shape) {
            case Shape.Any any -> Optional.empty();
            case Shape.Named(String name) ->
                    compare(path, value, Objects.requireNonNull(named.get(name), name));
            case Shape.Scalar scalar -> scalar(path, value, scalar);
            case Shape.Enumeration enumeration -> enumeration(path, value, enumeration);
            case Shape.ArrayOf(Shape items) -> array(path, value, items);
            case Shape.Union union -> union(path, value, union);
            case Shape.Members members -> members(path, value, members);
        };
    }

    private static Optional<Mismatch> scalar(String path, Json value, Shape.Scalar scalar) {
        boolean fits =
                switch (scalar.kind()) {
                    case STRING ->
                            value instanceof JsonString(String text)
                                    && scalar.pattern()
                                            .map(p -> p.matcher(text).find())
                                            .orElse(true);
                    case INTEGER -> value instanceof JsonNumber number && number.isInteger();
                    case NUMBER -> value instanceof JsonNumber;
                    case BOOLEAN -> value instanceof JsonBoolean;
                    case NULL -> value instanceof JsonNull;
                    case OBJECT -> value instanceof JsonObject;
                };
        String expected =
                scalar.kind() + scalar.pattern().map(pattern -> " with " + pattern).orElse("");
        return fits ? Optional.empty() : mismatch(path, expected, value);
    }

    private static Optional<Mismatch> enumeration(
            String path, Json value, Shape.Enumeration enumeration) {
        String text = value instanceof JsonString(String string) ? string : value.toString();
        return enumeration.values().contains(text)
                ? Optional.empty()
                : mismatch(path, "one of " + enumeration.values(), value);
    }

    private Optional<Mismatch> array(String path, Json value, Shape items) {
        if (!(value instanceof JsonArray array)) {
            return mismatch(path, "an array", value);
        }
        for (int i = 0; i < array.size(); i++) {
            Optional<Mismatch> mismatch = compare(path + "[" + i + "]", array.get(i), items);
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> union(String path, Json value, Shape.Union union) {
        Optional<Mismatch> last = Optional.empty();
        for (Shape choice : union.choices()) {
            last = compare(path, value, choice);
            if (last.isEmpty()) {
                return last;
            }
        }
        return last;
    }

    private Optional<Mismatch> members(String path, Json value, Shape.Members shape) {
        if (!(value instanceof JsonObject object)) {
            return mismatch(path, "an object", value);
        }
        for (String name : shape.required().keySet()) {
            if (!object.has(name)) {
                return mismatch(path, "a member " + name, value);
            }
        }
        for (Map.Entry<String, Json> member : object) {
            Shape expected = shapeOf(member.getKey(), shape);
            boolean absent =
                    nullIsAbsent
                            && member.getValue() == JsonNull.NULL
                            && !shape.required().containsKey(member.getKey());
            if (expected != null && !absent) {
                Optional<Mismatch> mismatch =
                        compare(path + "." + member.getKey(), member.getValue(), expected);
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Shape shapeOf(String name, Shape.Members shape) {
        Shape own = shape.required().getOrDefault(name, shape.optional().get(name));
        if (own != null) {
            return own;
        }
        for (Map.Entry<Pattern, Shape> pattern : shape.patterns().entrySet()) {
            if (pattern.getKey().matcher(name).find()) {
                return pattern.getValue();
            }
        }
        return shape.others().orElse(null);
    }

    private static Optional<Mismatch> mismatch(String path, String expected, Json value) {
        String text = value.toString();
        return Optional.of(
                new Mismatch(
                        path,
                        expected,
                        text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text));
    }
}
