package org.stoa.federation.pdu;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonString;

/// Finds where the members of a large object stand in its text, and the elements of some of its arrays, without having the text or
/// any value of it in memory. What is found is to be parsed with [Json#parse(byte[])]: only that says whether it is JSON that Matrix
/// allows; here only brackets and strings are looked at.
///
/// Of the oldest endpoints an answer is `[200, {...}]`; then the members of that object are found.
final class JsonOutline {
    private static final int BUFFER = 64 << 10;
    private static final int MAX_NAME = 1 << 10;

    /// More members than any answer has.
    private static final int MAX_MEMBERS = 1_000;

    private final InputStream in;
    private final Set<String> arrays;
    private final Parts parts;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /// Where the buffer begins.
    private long start;

    private JsonOutline(InputStream in, Set<String> arrays, Parts parts) {
        this.in = in;
        this.arrays = arrays;
        this.parts = parts;
    }

    /// Is told of what is found, in the order of the text.
    interface Parts {
        /// A member of the object; of an array that was asked for, after its elements.
        ///
        /// @param from where its value begins, in bytes
        /// @param to where its value has ended
        void member(String name, long from, long to);

        /// An element of an array that was asked for.
        ///
        /// @param array the name of the member that has it
        void element(String array, long from, long to);
    }

    /// Reads a text to its end.
    ///
    /// @param arrays names of the members whose elements are wanted
    /// @throws JsonException when it is no object, or a name stands there twice
    static void read(InputStream utf8, Set<String> arrays, Parts parts) throws IOException {
        new JsonOutline(utf8, Set.copyOf(arrays), parts).read();
    }

    private void read() throws IOException {
        if (peekAfterSpace() == '[') {
            at++;
            peekAfterSpace();
            skipValue();
            expect(',');
            object();
            expect(']');
        } else {
            object();
        }
        if (peekAfterSpace() >= 0) {
            throw malformed();
        }
    }

    private void object() throws IOException {
        expect('{');
        if (peekAfterSpace() == '}') {
            at++;
            return;
        }
        Set<String> names = new HashSet<>();
        do {
            String name = name();
            if (!names.add(name) || names.size() > MAX_MEMBERS) {
                throw new JsonException(
                        JsonException.Kind.BAD_JSON, "A member is there twice, or there are many");
            }
            expect(':');
            member(name);
        } while (isFollowedByMore('}'));
    }

    private void member(String name) throws IOException {
        boolean isArray = peekAfterSpace() == '[';
        long from = start + at;
        if (isArray && arrays.contains(name)) {
            elements(name);
        } else {
            skipValue();
        }
        parts.member(name, from, start + at);
    }

    private void elements(String array) throws IOException {
        at++;
        if (peekAfterSpace() == ']') {
            at++;
            return;
        }
        do {
            peekAfterSpace();
            long from = start + at;
            skipValue();
            parts.element(array, from, start + at);
        } while (isFollowedByMore(']'));
    }

    private boolean isFollowedByMore(char last) throws IOException {
        int next = peekAfterSpace();
        at++;
        if (next != ',' && next != last) {
            throw malformed();
        }
        return next == ',';
    }

    private String name() throws IOException {
        expect('"');
        byte[] name = new byte[MAX_NAME + 2];
        int length = 1;
        name[0] = '"';
        boolean isEscaped = false;
        while (true) {
            int next = peek();
            if (next < 0 || length > MAX_NAME) {
                throw malformed();
            }
            at++;
            name[length++] = (byte) next;
            if (next == '"' && !isEscaped) {
                break;
            }
            isEscaped = next == '\\' && !isEscaped;
        }
        if (Json.parse(Arrays.copyOf(name, length)) instanceof JsonString(String text)) {
            return text;
        }
        throw malformed();
    }

    private void skipValue() throws IOException {
        int first = peek();
        if (first == '"') {
            at++;
            skipString();
        } else if (first == '{' || first == '[') {
            skipNested();
        } else {
            skipScalar();
        }
    }

    private void skipNested() throws IOException {
        long depth = 0;
        do {
            int next = peek();
            at++;
            switch (next) {
                case -1 -> throw malformed();
                case '"' -> skipString();
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
        } while (depth > 0);
    }

    /// Goes to behind the end of a string whose first quote has been read.
    private void skipString() throws IOException {
        while (true) {
            int next = peek();
            at++;
            if (next == '\\') {
                next = peek();
                at++;
            } else if (next == '"') {
                return;
            }
            if (next < 0) {
                throw malformed();
            }
        }
    }

    private void skipScalar() throws IOException {
        boolean isEmpty = true;
        for (int next = peek(); next >= 0 && !isEndOfScalar(next); next = peek()) {
            at++;
            isEmpty = false;
        }
        if (isEmpty) {
            throw malformed();
        }
    }

    private static boolean isEndOfScalar(int b) {
        return b == ',' || b == ']' || b == '}' || b == ':' || b == '"' || isSpace(b);
    }

    private static boolean isSpace(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void expect(char wanted) throws IOException {
        if (peekAfterSpace() != wanted) {
            throw malformed();
        }
        at++;
    }

    private int peekAfterSpace() throws IOException {
        while (isSpace(peek())) {
            at++;
        }
        return peek();
    }

    /// The next byte, which stays the next one; -1 at the end.
    private int peek() throws IOException {
        if (at >= end) {
            start += end;
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[at] & 0xff;
    }

    private JsonException malformed() {
        return new JsonException(
                JsonException.Kind.NOT_JSON, "Malformed JSON at byte " + (start + at));
    }
}
