package org.stoa.rooms.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;

/// Writes one JSON object member by member, with values that are text already: how stored events get into an answer
/// without being parsed. Not thread-safe.
public final class JsonText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private boolean empty = true;

    /// Starts an object.
    public JsonText() {
        out.write('{');
    }

    /// Adds a member.
    public JsonText put(String name, Json value) {
        return put(name, value.toBytes());
    }

    /// Adds a member that is a text.
    public JsonText put(String name, String value) {
        return put(name, new JsonString(value));
    }

    /// Adds a member whose value is JSON text.
    public JsonText put(String name, byte[] json) {
        name(name);
        out.writeBytes(json);
        return this;
    }

    /// Adds a member that is an array of values that are JSON text.
    public JsonText putAll(String name, Collection<byte[]> elements) {
        name(name);
        writeArray(out, elements);
        return this;
    }

    /// The object as text.
    public byte[] toBytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(out.size() + 1);
        whole.writeBytes(out.toByteArray());
        whole.write('}');
        return whole.toByteArray();
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }

    private static void writeArray(ByteArrayOutputStream out, Collection<byte[]> elements) {
        out.write('[');
        boolean first = true;
        for (byte[] element : elements) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.writeBytes(element);
        }
        out.write(']');
    }

    private void name(String name) {
        if (!empty) {
            out.write(',');
        }
        empty = false;
        out.writeBytes(new JsonString(name).toBytes());
        out.write(':');
    }
}
