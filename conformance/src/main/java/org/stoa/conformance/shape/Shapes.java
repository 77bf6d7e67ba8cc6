package org.stoa.conformance.shape;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoa.conformance.client.Json;

/// Compares answers with the shapes of `spec-facts`, whose README says how a shape is written. Members that a shape does not
/// name are allowed, as in the specification.
final class Shapes {
    /// Operations whose answers may have null for what is not known: clients have come to expect it.
    private static final Set<String> NULL_FOR_ABSENT =
            Set.of(
                    "GET /_matrix/client/v3/devices",
                    "GET /_matrix/client/v3/devices/{deviceId}",
                    "GET /_matrix/client/v3/rooms/{roomId}/joined_members");

    private static final Json ERROR = Json.of("errcode", "string", "error", "string");
    private static final Json CHALLENGE = Json.value("@auth_response");

    private final Map<String, Json> answers = new HashMap<>();
    private final Map<String, Json> named = new HashMap<>();

    Shapes() {
        for (String[] row : Table.rows("answers.tsv")) {
            if (row[3].startsWith("\"") || row[3].startsWith("{") || row[3].startsWith("[")) {
                answers.put(row[0] + " " + row[1] + " " + row[2], parse(row[3]));
            }
        }
        for (String[] row : Table.rows("shapes.tsv")) {
            named.put(row[0], parse(row[1]));
        }
    }

    private static Json parse(String shape) {
        return Json.parse(shape.getBytes(StandardCharsets.UTF_8));
    }

    /// Says where an answer first differs; empty when it fits, and when the specification gives that status no shape. An error
    /// has an `errcode` and an `error`, or asks for user-interactive authentication.
    Optional<String> mismatch(String operation, int status, Json body) {
        Json listed = answers.get(operation + " " + status);
        if (status >= 400) {
            return CHALLENGE.equals(listed) && !body.has("errcode")
                    ? compare("$", body, CHALLENGE, false)
                    : compare("$", body, ERROR, false);
        }
        return listed == null
                ? Optional.empty()
                : compare("$", body, listed, NULL_FOR_ABSENT.contains(operation));
    }

    private Optional<String> compare(String path, Json value, Json shape, boolean nullIsAbsent) {
        if (shape.isString()) {
            return word(path, value, shape.string(), nullIsAbsent);
        }
        if (shape.isArray()) {
            return array(path, value, shape.items().getFirst(), nullIsAbsent);
        }
        return shape.has("|")
                ? union(path, value, shape.list("|"), nullIsAbsent)
                : members(path, value, shape.members(), nullIsAbsent);
    }

    private Optional<String> word(String path, Json value, String word, boolean nullIsAbsent) {
        if (word.startsWith("@")) {
            Json shape = Objects.requireNonNull(named.get(word.substring(1)), word);
            return compare(path, value, shape, nullIsAbsent);
        }
        return fits(value, word) ? Optional.empty() : differs(path, word, value);
    }

    private static boolean fits(Json value, String word) {
        if (word.startsWith("=")) {
            String text = value.isString() ? value.string() : value.toString();
            return List.of(word.substring(1).split("\\|", -1)).contains(text);
        }
        if (word.startsWith("string ")) {
            Pattern pattern = Pattern.compile(word.substring("string ".length()));
            return value.isString() && pattern.matcher(value.string()).find();
        }
        return switch (word) {
            case "any" -> true;
            case "string" -> value.isString();
            case "integer" -> value.isInteger();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "object" -> value.isObject();
            default -> throw new IllegalStateException("not a shape: " + word);
        };
    }

    private Optional<String> array(String path, Json value, Json items, boolean nullIsAbsent) {
        if (!value.isArray()) {
            return differs(path, "an array", value);
        }
        for (int i = 0; i < value.items().size(); i++) {
            Optional<String> mismatch =
                    compare(path + "[" + i + "]", value.items().get(i), items, nullIsAbsent);
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private Optional<String> union(
            String path, Json value, List<Json> choices, boolean nullIsAbsent) {
        Optional<String> last = Optional.empty();
        for (Json choice : choices) {
            last = compare(path, value, choice, nullIsAbsent);
            if (last.isEmpty()) {
                return last;
            }
        }
        return last;
    }

    private Optional<String> members(
            String path, Json value, Map<String, Json> shape, boolean nullIsAbsent) {
        if (!value.isObject()) {
            return differs(path, "an object", value);
        }
        for (String name : shape.keySet()) {
            boolean required = !name.endsWith("?") && !name.startsWith("/") && !name.equals("*");
            if (required && !value.has(name)) {
                return differs(path, "a member " + name, value);
            }
        }
        for (Map.Entry<String, Json> member : value.members().entrySet()) {
            String name = member.getKey();
            Json expected = shapeOf(name, shape);
            boolean absent = nullIsAbsent && member.getValue().isNull() && !shape.containsKey(name);
            if (expected != null && !absent) {
                Optional<String> mismatch =
                        compare(path + "." + name, member.getValue(), expected, nullIsAbsent);
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Json shapeOf(String name, Map<String, Json> shape) {
        Json own = shape.getOrDefault(name, shape.get(name + "?"));
        if (own != null) {
            return own;
        }
        return shape.keySet().stream()
                .filter(key -> key.startsWith("/"))
                .filter(
                        key ->
                                Pattern.compile(key.substring(1, key.length() - 1))
                                        .matcher(name)
                                        .find())
                .findFirst()
                .map(shape::get)
                .orElse(shape.get("*"));
    }

    private static Optional<String> differs(String path, String expected, Json value) {
        String text = value.toString();
        return Optional.of(
                path
                        + ": expected "
                        + expected
                        + ", found "
                        + (text.length() > 200 ? text.substring(0, 200) + "…" : text));
    }
}
