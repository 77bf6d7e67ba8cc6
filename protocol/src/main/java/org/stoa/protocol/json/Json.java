package org.stoa.protocol.json;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A JSON value. Values are immutable, and equal when they mean the same: the order of members does not count, the
/// spelling of numbers does.
public sealed interface Json
        permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /// The deepest nesting of arrays and objects that the parser accepts.
    int MAX_DEPTH = 200;

    /// Returns the value that the text holds.
    ///
    /// Strict: duplicate members, nesting deeper than [#MAX_DEPTH], lone surrogates, anything that is not well-formed
    /// UTF-8, a byte order mark and anything after the value are refused.
    ///
    /// @throws JsonException when the text is not JSON, or JSON that Matrix does not allow
    static Json parse(byte[] utf8) {
        return JsonReader.read(utf8, Long.MAX_VALUE);
    }

    /// Returns the value that a large text holds, as strictly as [#parse(byte[])]. Each value in it takes some 60 bytes of memory,
    /// also when its text has one.
    ///
    /// @param maxValues how many values it may have, with those inside of others
    /// @throws JsonException also when it has more (`BAD_JSON`)
    static Json parse(byte[] utf8, long maxValues) {
        return JsonReader.read(utf8, maxValues);
    }

    /// Returns the value that the text holds, as strictly as [#parse(byte[])].
    static Json parse(String text) {
        return parse(Utf8.encode(text));
    }

    /// Returns the object that the text holds, as strictly as [#parse(byte[])].
    ///
    /// @throws JsonException also when the text is JSON of another type (`BAD_JSON`)
    static JsonObject parseObject(byte[] utf8) {
        if (parse(utf8) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException(JsonException.Kind.BAD_JSON, "Expected a JSON object");
    }

    /// Returns the object that the text holds, as strictly as [#parseObject(byte[])].
    static JsonObject parseObject(String text) {
        return parseObject(Utf8.encode(text));
    }

    /// Returns the JSON value for a Java value: a `Json` itself, a string, an integer number, a boolean, a collection or
    /// map of these, or an `Optional` of one (null when empty).
    ///
    /// @throws IllegalArgumentException for any other type
    static Json of(Object value) {
        return switch (value) {
            case Json json -> json;
            case String text -> new JsonString(text);
            case Long number -> JsonNumber.of(number);
            case Integer number -> JsonNumber.of(number);
            case Boolean bool -> JsonBoolean.of(bool);
            case Collection<?> elements -> JsonArray.of(elements);
            case Map<?, ?> members -> JsonObject.of(members);
            case Optional<?> optional ->
                    optional.isPresent() ? of(optional.orElseThrow()) : JsonNull.NULL;
            case OptionalLong optional ->
                    optional.isPresent() ? JsonNumber.of(optional.getAsLong()) : JsonNull.NULL;
            case OptionalInt optional ->
                    optional.isPresent() ? JsonNumber.of(optional.getAsInt()) : JsonNull.NULL;
            default ->
                    throw new IllegalArgumentException(
                            "No JSON value for " + value.getClass().getName());
        };
    }

    /// Returns the value as compact UTF-8, members in the order they have.
    ///
    /// @throws JsonException when a string holds a lone surrogate, which UTF-8 cannot express
    default byte[] toBytes() {
        JsonWriter writer = new JsonWriter(this);
        writer.write(this);
        return writer.toByteArray();
    }
}
