package org.stoa.protocol.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What the parser must know of bytes before it trusts them: JSON libraries accept overlong forms, surrogates and UTF-16.
final class Utf8 {

    private Utf8() {}

    /// Returns whether the text has a `\\u` escape, which may spell a surrogate.
    ///
    /// @throws JsonException when the bytes are not well-formed UTF-8, or hold a NUL
    static boolean checkForEscapes(byte[] bytes) {
        boolean escapes = false;
        int i = 0;
        while (i < bytes.length) {
            if (i + Long.BYTES <= bytes.length && isPlain(Swar.word(bytes, i))) {
                i += Long.BYTES;
                continue;
            }
            byte b = bytes[i];
            if (b < 0) {
                i += lengthOfSequence(bytes, i);
                continue;
            }
            if (b == 0) {
                throw malformed("a NUL byte", i);
            }
            if (b == '\\') {
                escapes |= i + 1 < bytes.length && bytes[i + 1] == 'u';
            }
            i++;
        }
        return escapes;
    }

    /// Returns the bytes of a text that must not hold a lone surrogate.
    static byte[] encode(String text) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new JsonException(
                    JsonException.Kind.NOT_JSON, "The text holds a lone surrogate", e);
        }
    }

    private static boolean isPlain(long word) {
        return !Swar.hasHighBit(word) && !Swar.hasZero(word) && !Swar.has(word, '\\');
    }

    /// Table 3-7 of the Unicode standard: which bytes may follow which.
    private static int lengthOfSequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF) {
            requireContinuation(bytes, at + 1, 0x80, 0xBF);
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            int least = first == 0xE0 ? 0xA0 : 0x80;
            int most = first == 0xED ? 0x9F : 0xBF;
            requireContinuation(bytes, at + 1, least, most);
            requireContinuation(bytes, at + 2, 0x80, 0xBF);
            return 3;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            int least = first == 0xF0 ? 0x90 : 0x80;
            int most = first == 0xF4 ? 0x8F : 0xBF;
            requireContinuation(bytes, at + 1, least, most);
            requireContinuation(bytes, at + 2, 0x80, 0xBF);
            requireContinuation(bytes, at + 3, 0x80, 0xBF);
            return 4;
        }
        throw malformed("malformed UTF-8", at);
    }

    private static void requireContinuation(byte[] bytes, int at, int least, int most) {
        if (at >= bytes.length || (bytes[at] & 0xFF) < least || (bytes[at] & 0xFF) > most) {
            throw malformed("malformed UTF-8", at);
        }
    }

    private static JsonException malformed(String what, int at) {
        return new JsonException(
                JsonException.Kind.NOT_JSON, "Expected JSON, found " + what + " at byte " + at);
    }
}
