package org.stoa.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes values as compact UTF-8 with the fewest escapes. Not safe for use by several threads.
final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /// The longest that one `char` becomes: an escape of a control character.
    private static final int LONGEST = 6;

    private byte[] buffer = new byte[1024];
    private int size;

    static String text(Json value) {
        return new String(value.toBytes(), StandardCharsets.UTF_8);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    void write(Json value) {
        switch (value) {
            case JsonString(String text) -> string(text);
            case JsonNumber number -> ascii(number.text());
            case JsonBoolean(boolean bool) -> bytes(bool ? TRUE : FALSE);
            case JsonNull _ -> bytes(NULL);
            case JsonArray array -> array(array);
            case JsonObject object -> object(object);
        }
    }

    private void array(JsonArray array) {
        raw('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                raw(',');
            }
            write(array.get(i));
        }
        raw(']');
    }

    private void object(JsonObject object) {
        raw('{');
        for (int i = 0; i < object.names.length; i++) {
            if (i > 0) {
                raw(',');
            }
            string(object.names[i]);
            raw(':');
            write(object.values[i]);
        }
        raw('}');
    }

    void raw(char c) {
        ensure(1);
        buffer[size++] = (byte) c;
    }

    void bytes(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    void ascii(String text) {
        bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void string(String text) {
        int length = text.length();
        ensure(length + 2);
        buffer[size++] = '"';
        // Plain ASCII, as most strings are, fits the space just ensured.
        int i = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7F || c == '"' || c == '\\') {
                break;
            }
            buffer[size++] = (byte) c;
        }
        for (; i < length; i++) {
            i += character(text, i);
        }
        raw('"');
    }

    /// Writes the character at the index; returns how many further `char`s it took.
    private int character(String text, int index) {
        ensure(LONGEST);
        char c = text.charAt(index);
        if (c < 0x80) {
            asciiCharacter(c);
            return 0;
        }
        if (c < 0x800) {
            buffer[size++] = (byte) (0xC0 | (c >> 6));
            buffer[size++] = (byte) (0x80 | (c & 0x3F));
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            buffer[size++] = (byte) (0xE0 | (c >> 12));
            buffer[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            buffer[size++] = (byte) (0x80 | (c & 0x3F));
            return 0;
        }
        int codePoint = text.codePointAt(index);
        if (codePoint == c) {
            throw new JsonException(JsonException.Kind.BAD_JSON, "A string holds a lone surrogate");
        }
        buffer[size++] = (byte) (0xF0 | (codePoint >> 18));
        buffer[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        buffer[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        buffer[size++] = (byte) (0x80 | (codePoint & 0x3F));
        return 1;
    }

    private void asciiCharacter(char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            buffer[size++] = (byte) c;
            return;
        }
        buffer[size++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[size++] = (byte) c;
            case '\b' -> buffer[size++] = 'b';
            case '\t' -> buffer[size++] = 't';
            case '\n' -> buffer[size++] = 'n';
            case '\f' -> buffer[size++] = 'f';
            case '\r' -> buffer[size++] = 'r';
            default -> {
                buffer[size++] = 'u';
                buffer[size++] = '0';
                buffer[size++] = '0';
                buffer[size++] = HEX[c >> 4];
                buffer[size++] = HEX[c & 0xF];
            }
        }
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
