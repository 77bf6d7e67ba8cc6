package org.stoa.protocol.json;

/// A JSON boolean.
public record JsonBoolean(boolean value) implements Json {

    /// The JSON value `true`.
    public static final JsonBoolean TRUE = new JsonBoolean(true);

    /// The JSON value `false`.
    public static final JsonBoolean FALSE = new JsonBoolean(false);

    /// Returns the shared instance for the value.
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public String toString() {
        return value ? "true" : "false";
    }
}
