package org.stoa.protocol.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonString;

/// Finds the members of an object in its text without parsing their values. The text must be well-formed.
final class MemberScanner {

    private final byte[] text;
    private int at;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    MemberScanner(byte[] text) {
        this.text = text;
        skipWhiteSpace();
        expect('{');
    }

    /// Moves to the next member; false when there is none.
    boolean next() {
        skipWhiteSpace();
        if (peek() == ',') {
            at++;
            skipWhiteSpace();
        }
        if (peek() == '}') {
            return false;
        }
        nameStart = at;
        skipString();
        nameEnd = at;
        skipWhiteSpace();
        expect(':');
        skipWhiteSpace();
        valueStart = at;
        skipValue();
        valueEnd = at;
        return true;
    }

    /// Returns the name of the member.
    String name() {
        for (int i = nameStart; i < nameEnd; i++) {
            if (text[i] == '\\') {
                return ((JsonString) Json.parse(Arrays.copyOfRange(text, nameStart, nameEnd)))
                        .value();
            }
        }
        return new String(text, nameStart + 1, nameEnd - nameStart - 2, StandardCharsets.UTF_8);
    }

    /// Writes name and value without the white space between tokens.
    void copyTo(ByteArrayOutputStream out) {
        out.write(text, nameStart, nameEnd - nameStart);
        out.write(':');
        int from = valueStart;
        boolean inString = false;
        for (int i = valueStart; i < valueEnd; i++) {
            byte b = text[i];
            if (inString) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == '"') {
                inString = true;
            } else if (isWhiteSpace(b)) {
                out.write(text, from, i - from);
                from = i + 1;
            }
        }
        out.write(text, from, valueEnd - from);
    }

    /// Skips to the comma or brace that ends the value.
    private void skipValue() {
        int depth = 0;
        while (true) {
            switch (peek()) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
            at++;
        }
    }

    private void skipString() {
        expect('"');
        while (peek() != '"') {
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipWhiteSpace() {
        while (at < text.length && isWhiteSpace(text[at])) {
            at++;
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed();
        }
        at++;
    }

    private byte peek() {
        if (at >= text.length) {
            throw malformed();
        }
        return text[at];
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("Expected the text of a JSON object");
    }
}
