package org.stoa.protocol.id;

import java.util.Optional;
import java.util.function.Function;

/// What all identifiers with a sigil have in common.
final class Grammar {

    /// The longest identifier in bytes of UTF-8, with sigil and domain.
    static final int MAX_BYTES = 255;

    private Grammar() {}

    /// Checks sigil, length and characters: any code point except NUL and lone surrogates.
    static void requireIdentifier(String text, char sigil, String kind) {
        if (text.isEmpty() || text.charAt(0) != sigil) {
            throw new IdException("Expected a " + kind + " starting with '" + sigil + "'");
        }
        if (text.length() == 1) {
            throw new IdException("Expected a " + kind + ", found only its sigil");
        }
        requireLength(text, kind);
        requireCharacters(text, kind);
    }

    /// Returns where the first colon is, which ends the localpart.
    static int requireColon(String text, String kind) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IdException("Expected a " + kind + " with a server name after ':'");
        }
        return colon;
    }

    static void requireLocalpart(String localpart, String kind) {
        requireCharacters(localpart, kind);
        if (localpart.indexOf(':') >= 0) {
            throw new IdException("Expected a " + kind + " without ':' in its localpart");
        }
    }

    static void requireLength(String text, String kind) {
        if (utf8Length(text) > MAX_BYTES) {
            throw new IdException(
                    "Expected a " + kind + " of at most " + MAX_BYTES + " bytes, found more");
        }
    }

    static <T> Optional<T> attempt(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IdException notThatKind) {
            return Optional.empty();
        }
    }

    private static void requireCharacters(String text, String kind) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IdException("Expected a " + kind + " without NUL");
            }
            if (Character.isSurrogate(c) && isLone(text, i)) {
                throw new IdException("Expected a " + kind + " without lone surrogates");
            }
        }
    }

    private static boolean isLone(String text, int surrogate) {
        return Character.isHighSurrogate(text.charAt(surrogate))
                ? surrogate + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(surrogate + 1))
                : surrogate == 0 || !Character.isHighSurrogate(text.charAt(surrogate - 1));
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts for two of its four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
