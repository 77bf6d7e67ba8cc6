package org.stoa.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes values as compact UTF-8 with the fewest escapes. Not safe for use by several threads.
final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /// From here on copying as a whole beats writing one character after the other.
    private static final int LONG = 24;

    private static final boolean[] PLAIN = plainCharacters();

    /// The longest that one `char` becomes: an escape of a control character.
    private static final int LONGEST = 6;

    /// Most values that are written by themselves are an event, or shorter.
    private static final int CAPACITY = 2_048;

    /// What one member of an object takes, or one element of an array: mostly less.
    private static final int EACH = 64;

    private static final int QUOTES = 2;

    private byte[] buffer;
    private int size;

    JsonWriter() {
        this.buffer = new byte[CAPACITY];
    }

    /// Creates a writer for one value, with about the room that it needs: answers are full of names and short texts.
    JsonWriter(Json value) {
        int capacity =
                switch (value) {
                    case JsonString(String text) -> Math.min(text.length() + QUOTES, CAPACITY);
                    case JsonNumber number -> number.text().length();
                    case JsonBoolean _, JsonNull _ -> FALSE.length;
                    case JsonArray array -> Math.min(QUOTES + EACH * array.size(), CAPACITY);
                    case JsonObject object ->
                            Math.min(QUOTES + EACH * object.names.length, CAPACITY);
                };
        this.buffer = new byte[capacity];
    }

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

    /// Writes a member after those before it.
    void member(String name, Json value) {
        if (size > 0) {
            raw(',');
        }
        string(name);
        raw(':');
        write(value);
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

    void bytes(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, buffer, size, to - from);
        size += to - from;
    }

    int size() {
        return size;
    }

    void ascii(String text) {
        bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void string(String text) {
        int length = text.length();
        if (length >= LONG && longString(text)) {
            return;
        }
        ensure(length + 2);
        // Plain ASCII, as most strings are, fits the space just ensured. Locals keep the loop in
        // registers.
        byte[] target = buffer;
        int at = size;
        target[at++] = '"';
        int i = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                break;
            }
            target[at++] = (byte) c;
        }
        size = at;
        for (; i < length; i++) {
            i += character(text, i);
        }
        raw('"');
    }

    /// Writes a string that is the same in UTF-8 and needs no escapes; false, and nothing written, when it is another.
    ///
    /// A question mark may stand for a lone surrogate, so that text with one goes the long way.
    private boolean longString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int i = 0;
        for (; i + Long.BYTES <= utf8.length; i += Long.BYTES) {
            if (!isPlain(Swar.word(utf8, i))) {
                return false;
            }
        }
        for (; i < utf8.length; i++) {
            if (utf8[i] < 0 || !PLAIN[utf8[i]] || utf8[i] == '?') {
                return false;
            }
        }
        raw('"');
        bytes(utf8);
        raw('"');
        return true;
    }

    private static boolean isPlain(long word) {
        return !Swar.hasHighBit(word)
                && !Swar.hasControl(word)
                && !Swar.has(word, '"')
                && !Swar.has(word, '\\')
                && !Swar.has(word, '?');
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

    private static boolean[] plainCharacters() {
        boolean[] plain = new boolean[0x80];
        Arrays.fill(plain, 0x20, plain.length, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
