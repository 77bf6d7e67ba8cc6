package org.stoa.sync.v3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;

/// Writes JSON front to back, with values that are text already, and can be emptied on the way. Not thread-safe.
final class JsonBuffer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private boolean needsComma;

    JsonBuffer beginObject() {
        comma();
        bytes.write('{');
        needsComma = false;
        return this;
    }

    JsonBuffer endObject() {
        bytes.write('}');
        needsComma = true;
        return this;
    }

    /// Begins a member; its value comes next.
    JsonBuffer name(String name) {
        comma();
        bytes.writeBytes(new JsonString(name).toBytes());
        bytes.write(':');
        needsComma = false;
        return this;
    }

    JsonBuffer value(Json value) {
        return text(value.toBytes());
    }

    /// Writes a value that is JSON text.
    JsonBuffer text(byte[] json) {
        comma();
        bytes.writeBytes(json);
        needsComma = true;
        return this;
    }

    JsonBuffer member(String name, Json value) {
        return name(name).value(value);
    }

    JsonBuffer member(String name, String value) {
        return name(name).value(new JsonString(value));
    }

    JsonBuffer member(String name, boolean value) {
        return name(name).value(Json.of(value));
    }

    /// Writes a member `{"events": [...]}`, the form of most sections.
    JsonBuffer events(String name, Collection<byte[]> events) {
        name(name).beginObject();
        return array("events", events).endObject();
    }

    /// Writes a member that is an array of values that are JSON text.
    JsonBuffer array(String name, Collection<byte[]> elements) {
        name(name);
        bytes.write('[');
        needsComma = false;
        elements.forEach(this::text);
        bytes.write(']');
        needsComma = true;
        return this;
    }

    /// Writes a member that was written elsewhere.
    void append(JsonBuffer member) {
        comma();
        bytes.writeBytes(member.toBytes());
        needsComma = true;
    }

    /// How many bytes were written since it was last emptied.
    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /// Hands over what was written so far and goes on behind it.
    void drainTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
        bytes.reset();
    }

    private void comma() {
        if (needsComma) {
            bytes.write(',');
        }
    }
}
