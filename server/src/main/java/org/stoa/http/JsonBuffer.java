package org.stoa.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;

/// Writes JSON front to back, with values that are text already, and can be emptied on the way. Not thread-safe.
public final class JsonBuffer {
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private boolean needsComma;

    /// Creates an empty one.
    public JsonBuffer() {}

    /// Begins an object.
    public JsonBuffer beginObject() {
        comma();
        bytes.write('{');
        needsComma = false;
        return this;
    }

    /// Begins an object with the members that another object has, which is JSON text.
    public JsonBuffer beginObject(byte[] members) {
        comma();
        bytes.write(members, 0, members.length - 1);
        needsComma = members.length > 2;
        return this;
    }

    /// Ends an object.
    public JsonBuffer endObject() {
        bytes.write('}');
        needsComma = true;
        return this;
    }

    /// Begins an array; its elements come next.
    public JsonBuffer beginArray() {
        comma();
        bytes.write('[');
        needsComma = false;
        return this;
    }

    /// Ends an array.
    public JsonBuffer endArray() {
        bytes.write(']');
        needsComma = true;
        return this;
    }

    /// Begins a member; its value comes next.
    public JsonBuffer name(String name) {
        comma();
        bytes.writeBytes(new JsonString(name).toBytes());
        bytes.write(':');
        needsComma = false;
        return this;
    }

    /// Writes a value.
    public JsonBuffer value(Json value) {
        return text(value.toBytes());
    }

    /// Writes a value that is JSON text.
    public JsonBuffer text(byte[] json) {
        comma();
        bytes.writeBytes(json);
        needsComma = true;
        return this;
    }

    /// Writes a member.
    public JsonBuffer member(String name, Json value) {
        return name(name).value(value);
    }

    /// Writes a member that is a string.
    public JsonBuffer member(String name, String value) {
        return name(name).value(new JsonString(value));
    }

    /// Writes a member that is true or false.
    public JsonBuffer member(String name, boolean value) {
        return name(name).value(Json.of(value));
    }

    /// Writes a member `{"events": [...]}`, the form of most sections.
    public JsonBuffer events(String name, Collection<byte[]> events) {
        name(name).beginObject();
        return array("events", events).endObject();
    }

    /// Writes a member that is an array of values that are JSON text.
    public JsonBuffer array(String name, Collection<byte[]> elements) {
        name(name).beginArray();
        elements.forEach(this::text);
        return endArray();
    }

    /// Writes the members, or elements, of what was written elsewhere; it may end inside of objects and arrays that are ended here.
    public void append(JsonBuffer member) {
        comma();
        bytes.writeBytes(member.toBytes());
        needsComma = true;
    }

    /// How many bytes were written since it was last emptied.
    public int size() {
        return bytes.size();
    }

    /// What was written since it was last emptied.
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    /// Forgets what was written.
    public void clear() {
        bytes.reset();
        needsComma = false;
    }

    /// Hands over what was written so far and goes on behind it.
    public void drainTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
        if (bytes.size() > 2 * JsonPieces.BYTES) {
            // An unusually large element is not to be paid for until the end.
            bytes = new ByteArrayOutputStream(JsonPieces.BYTES);
        } else {
            bytes.reset();
        }
    }

    private void comma() {
        if (needsComma) {
            bytes.write(',');
        }
    }
}
