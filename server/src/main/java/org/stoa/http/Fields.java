package org.stoa.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// The members of an object in a request, read with the errors that the specification has for them.
///
/// A member that is absent or `null` is empty, or M_MISSING_PARAM when it is required; one of another type than asked for
/// is M_BAD_JSON. Names in messages are given from the outermost object on, as in `identifier.user`.
///
/// @param json the object
/// @param path what goes before the names in messages: empty, or a path with a dot at its end
public record Fields(JsonObject json, String path) {

    /// Returns the members of the outermost object.
    public static Fields of(JsonObject json) {
        return new Fields(json, "");
    }

    /// Returns a string that must be there.
    public String requiredString(String name) {
        return string(name).orElseThrow(() -> missing(name));
    }

    /// Returns a string if it is there.
    public Optional<String> string(String name) {
        return member(name, JsonString.class, "a string").map(JsonString::value);
    }

    /// Returns an integer that must be there.
    public long requiredInteger(String name) {
        return integer(name).orElseThrow(() -> missing(name));
    }

    /// Returns an integer if it is there. A number with a fraction or an exponent is not one.
    public OptionalLong integer(String name) {
        JsonNumber number = member(name, JsonNumber.class, "an integer").orElse(null);
        if (number == null) {
            return OptionalLong.empty();
        }
        if (!number.isInteger()) {
            throw wrongType(name, "an integer");
        }
        return OptionalLong.of(number.longValue());
    }

    /// Returns a boolean if it is there.
    public Optional<Boolean> bool(String name) {
        return member(name, JsonBoolean.class, "a boolean").map(JsonBoolean::value);
    }

    /// Returns a boolean, or `otherwise` when it is not there.
    public boolean bool(String name, boolean otherwise) {
        return bool(name).orElse(otherwise);
    }

    /// Returns the members of an object that must be there.
    public Fields requiredObject(String name) {
        return object(name).orElseThrow(() -> missing(name));
    }

    /// Returns the members of an object if it is there; its own are then named after it in messages.
    public Optional<Fields> object(String name) {
        return member(name, JsonObject.class, "an object")
                .map(object -> new Fields(object, path + name + "."));
    }

    /// Returns an array that must be there.
    public JsonArray requiredArray(String name) {
        return array(name).orElseThrow(() -> missing(name));
    }

    /// Returns an array if it is there.
    public Optional<JsonArray> array(String name) {
        return member(name, JsonArray.class, "an array");
    }

    /// Returns the strings of an array, empty when it is not there; anything else in it is M_BAD_JSON.
    public List<String> strings(String name) {
        return elements(name, JsonString.class, "an array of strings", JsonString::value);
    }

    /// Returns the objects of an array, empty when it is not there; anything else in it is M_BAD_JSON.
    public List<Fields> objects(String name) {
        return elements(
                name,
                JsonObject.class,
                "an array of objects",
                object -> new Fields(object, path + name + "[]."));
    }

    /// Returns an error for a member that has the right type and a value that cannot be.
    public MatrixException invalid(String name, String expected) {
        return new MatrixException(
                ErrorCode.INVALID_PARAM, "'" + path + name + "' must be " + expected);
    }

    /// Returns an error for a member that is not there.
    public MatrixException missing(String name) {
        return new MatrixException(ErrorCode.MISSING_PARAM, "'" + path + name + "' is missing");
    }

    private <T extends Json> Optional<T> member(String name, Class<T> type, String expected) {
        @Nullable Json value = json.get(name);
        if (value == null || value instanceof JsonNull) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, expected);
        }
        return Optional.of(type.cast(value));
    }

    private <T extends Json, R> List<R> elements(
            String name, Class<T> type, String expected, Function<T, R> value) {
        return array(name).stream()
                .flatMap(JsonArray::stream)
                .map(
                        element -> {
                            if (!type.isInstance(element)) {
                                throw wrongType(name, expected);
                            }
                            return value.apply(type.cast(element));
                        })
                .toList();
    }

    private MatrixException wrongType(String name, String expected) {
        return new MatrixException(ErrorCode.BAD_JSON, "'" + path + name + "' must be " + expected);
    }
}
