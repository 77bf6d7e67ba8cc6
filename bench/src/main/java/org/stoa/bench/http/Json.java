package org.stoa.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A value of JSON, for checking answers. What is missing is an empty value, so paths need no checks on the way.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Json MISSING = new Json(null);

    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /// Reads one value.
    public static Json parse(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            parser.nextToken();
            return new Json(read(parser));
        } catch (JacksonException broken) {
            throw new CheckFailed("an answer that is no JSON: " + broken.getOriginalMessage());
        }
    }

    private static @Nullable Object read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new CheckFailed("an answer that is no JSON: " + token);
        };
    }

    private static Map<String, Json> object(JsonParser parser) {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, new Json(read(parser)));
        }
        return members;
    }

    private static List<Json> array(JsonParser parser) {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(new Json(read(parser)));
        }
        return items;
    }

    /// The member at the end of a path of names.
    public Json at(String... names) {
        Json here = this;
        for (String name : names) {
            here = here.members().getOrDefault(name, MISSING);
        }
        return here;
    }

    /// Members by name; empty if this is no object.
    @SuppressWarnings("unchecked") // objects are made above only
    public Map<String, Json> members() {
        return value instanceof Map<?, ?> map ? (Map<String, Json>) map : Map.of();
    }

    /// Items; empty if this is no array.
    @SuppressWarnings("unchecked") // arrays are made above only
    public List<Json> items() {
        return value instanceof List<?> list ? (List<Json>) list : List.of();
    }

    /// The string; empty if this is none.
    public String text() {
        return value instanceof String text ? text : "";
    }

    /// The whole number; 0 if this is none.
    public long number() {
        return value instanceof Long number ? number : 0;
    }

    /// Whether this is `true`.
    public boolean isTrue() {
        return value instanceof Boolean flag && flag;
    }

    /// Whether anything is here at all.
    public boolean isThere() {
        return value != null;
    }

    /// An object as plain maps, lists, strings and numbers, which may be changed; empty if this is no object.
    public Map<String, Object> copy() {
        Map<String, Object> copy = new LinkedHashMap<>();
        members().forEach((name, member) -> copy.put(name, member.plain()));
        return copy;
    }

    private Object plain() {
        return switch (value) {
            case null -> throw new CheckFailed("null where a value was expected");
            case Map<?, ?> _ -> copy();
            case List<?> _ -> {
                List<Object> plain = new ArrayList<>();
                items().forEach(item -> plain.add(item.plain()));
                yield plain;
            }
            default -> value;
        };
    }

    /// How many bytes this takes when written without spaces.
    ///
    /// @param without members of this object that do not count
    public int encodedLength(Set<String> without) {
        if (value instanceof Map<?, ?>) {
            int length = 1;
            for (Map.Entry<String, Json> member : members().entrySet()) {
                if (!without.contains(member.getKey())) {
                    length +=
                            length(member.getKey()) + 2 + member.getValue().encodedLength(Set.of());
                }
            }
            return Math.max(length, 2);
        }
        if (value instanceof List<?>) {
            int length = 1;
            for (Json item : items()) {
                length += item.encodedLength(Set.of()) + 1;
            }
            return Math.max(length, 2);
        }
        return value instanceof String text ? length(text) : String.valueOf(value).length();
    }

    private static int length(String text) {
        int escapes = (int) text.chars().filter(c -> c == '"' || c == '\\' || c == '\n').count();
        return text.getBytes(StandardCharsets.UTF_8).length + escapes + 2;
    }
}
