package org.stoa.protocol.json;

/// A JSON string; `toString()` is the quoted JSON text, `value()` the string itself.
public record JsonString(String value) implements Json {

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
