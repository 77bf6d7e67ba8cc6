package org.stoa.conformance.client;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A value of JSON; immutable. Two are equal when they have the same content, whatever the order of members.
///
/// Accessors take a path of member names and fail the test, showing the whole value, when nothing of the wanted kind is
/// there: `sync.list("rooms", "join", room, "timeline", "events")`.
public final class Json {
    /// The object without members.
    public static final Json EMPTY = new Json(Map.of());

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int SHOWN = 3000;

    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /// An object, from names and values in turn. Values are Json, strings, numbers, booleans, null, and maps and lists of these.
    public static Json of(@Nullable Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(
                    (String) Objects.requireNonNull(namesAndValues[i]),
                    value(namesAndValues[i + 1]));
        }
        return new Json(Collections.unmodifiableMap(members));
    }

    /// An array.
    public static Json array(@Nullable Object... items) {
        List<Json> list = new ArrayList<>();
        for (Object item : items) {
            list.add(value(item));
        }
        return new Json(Collections.unmodifiableList(list));
    }

    /// One value of any kind that [#of] takes.
    public static Json value(@Nullable Object value) {
        return switch (value) {
            case null -> new Json(null);
            case Json json -> json;
            case Integer number -> new Json(number.longValue());
            case List<?> list -> array(list.toArray());
            case Map<?, ?> map -> fromMap(map);
            default -> new Json(value);
        };
    }

    private static Json fromMap(Map<?, ?> map) {
        Map<String, Json> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put((String) name, value(member)));
        return new Json(Collections.unmodifiableMap(members));
    }

    /// Reads JSON in which apostrophes may stand for quotes: for bodies that are easier to read as text.
    public static Json parse(String text) {
        return parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /// Reads one value; what follows it must be white space.
    public static Json parse(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            parser.nextToken();
            Json json = read(parser);
            if (parser.nextToken() != null) {
                throw new AssertionError("more than one value of JSON: " + shown(utf8));
            }
            return json;
        } catch (JacksonException broken) {
            throw new AssertionError(
                    "no JSON (" + broken.getOriginalMessage() + "): " + shown(utf8), broken);
        }
    }

    private static String shown(byte[] utf8) {
        return cut(new String(utf8, StandardCharsets.UTF_8));
    }

    private static String cut(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private static Json read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> new Json(parser.getString());
            case VALUE_NUMBER_INT -> number(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> new Json(parser.getDoubleValue());
            case VALUE_TRUE -> new Json(true);
            case VALUE_FALSE -> new Json(false);
            case VALUE_NULL -> new Json(null);
            case null, default -> throw new AssertionError("no JSON: it begins with " + token);
        };
    }

    private static Json number(Number number) {
        return new Json(number instanceof BigInteger ? number : (Object) number.longValue());
    }

    private static Json readObject(JsonParser parser) {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser));
        }
        return new Json(Collections.unmodifiableMap(members));
    }

    private static Json readArray(JsonParser parser) {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(parser));
        }
        return new Json(Collections.unmodifiableList(items));
    }

    /// What is at the end of the path, if anything is (null counts as something).
    public Optional<Json> find(String... path) {
        Json here = this;
        for (String name : path) {
            Json next = here.members().get(name);
            if (next == null) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(here);
    }

    /// Whether anything is at the end of the path.
    public boolean has(String... path) {
        return find(path).isPresent();
    }

    /// What is at the end of the path.
    public Json get(String... path) {
        return find(path)
                .orElseThrow(
                        () -> new AssertionError("nothing at " + List.of(path) + " in " + this));
    }

    public String string(String... path) {
        return get(path).as(String.class, path);
    }

    public long integer(String... path) {
        return get(path).as(Long.class, path);
    }

    public boolean bool(String... path) {
        return get(path).as(Boolean.class, path);
    }

    private <T> T as(Class<T> kind, String... path) {
        if (!kind.isInstance(value)) {
            throw new AssertionError(
                    "expected a "
                            + kind.getSimpleName()
                            + " at "
                            + List.of(path)
                            + ", found "
                            + this);
        }
        return kind.cast(value);
    }

    /// The items of the array at the end of the path.
    public List<Json> list(String... path) {
        Json json = get(path);
        if (!json.isArray()) {
            throw new AssertionError("expected an array at " + List.of(path) + ", found " + json);
        }
        return json.items();
    }

    /// The items of the array at the end of the path; none when nothing is there.
    public List<Json> listOrEmpty(String... path) {
        return has(path) ? list(path) : List.of();
    }

    /// The strings of the array at the end of the path.
    public List<String> strings(String... path) {
        return list(path).stream().map(item -> item.string()).toList();
    }

    /// The names of the members of the object at the end of the path; none when nothing is there.
    public Set<String> keys(String... path) {
        return find(path).map(json -> json.members().keySet()).orElse(Set.of());
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

    /// This object with one more member, or another value for it.
    public Json with(String name, @Nullable Object member) {
        Map<String, Json> members = new LinkedHashMap<>(members());
        members.put(name, value(member));
        return new Json(Collections.unmodifiableMap(members));
    }

    /// This object without a member.
    public Json without(String name) {
        Map<String, Json> members = new LinkedHashMap<>(members());
        members.remove(name);
        return new Json(Collections.unmodifiableMap(members));
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    public boolean isArray() {
        return value instanceof List;
    }

    public boolean isString() {
        return value instanceof String;
    }

    public boolean isInteger() {
        return value instanceof Long || value instanceof BigInteger;
    }

    public boolean isNumber() {
        return value instanceof Number;
    }

    public boolean isBoolean() {
        return value instanceof Boolean;
    }

    public boolean isNull() {
        return value == null;
    }

    /// This value as it is sent.
    public byte[] toBytes() {
        return write().getBytes(StandardCharsets.UTF_8);
    }

    private String write() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(out);
        }
        return text.toString();
    }

    private void write(JsonGenerator out) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Long number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case List<?> _ -> {
                out.writeStartArray();
                items().forEach(item -> item.write(out));
                out.writeEndArray();
            }
            case Map<?, ?> _ -> {
                out.writeStartObject();
                members()
                        .forEach(
                                (name, member) -> {
                                    out.writeName(name);
                                    member.write(out);
                                });
                out.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no value of JSON: " + value.getClass());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && Objects.equals(value, json.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return cut(write());
    }
}
