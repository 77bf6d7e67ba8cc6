package org.stoa.irc.text;

/// Which characters of nicks and channels are the same in capitals. A server says its own as `CASEMAPPING`.
public enum Casing {
    ASCII('Z'),
    /// `[]\` and `{}|` are the same, too.
    STRICT_RFC1459(']'),
    /// `~` and `^` as well.
    RFC1459('^');

    private static final int DISTANCE = 'a' - 'A';

    private final char last;

    Casing(char last) {
        this.last = last;
    }

    /// Returns the one of that name; the one of the RFC for any other.
    public static Casing of(String name) {
        return switch (name) {
            case "ascii" -> ASCII;
            case "strict-rfc1459" -> STRICT_RFC1459;
            default -> RFC1459;
        };
    }

    /// Returns the text in small letters.
    public String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= last ? (char) (c + DISTANCE) : c);
        }
        return lower.toString();
    }
}
