package org.stoa.irc.text;

/// Nicks for Matrix users: legal ones, and others when one is taken.
///
/// Spec: RFC 2812, section 2.3.1 (nickname).
public final class Nicks {

    /// What every server allows, by the RFC.
    public static final int SHORTEST_LIMIT = 9;

    private static final String SPECIAL = "[]\\`_^{|}";

    private Nicks() {}

    /// Returns the nick for a user, after the template, with what nicks cannot have left out.
    ///
    /// @param template what it looks like, with `{localpart}`
    public static String of(String template, String localpart) {
        return legal(template.replace("{localpart}", localpart));
    }

    /// Returns the text without what nicks cannot have, and never empty.
    public static String legal(String text) {
        StringBuilder nick = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean first = nick.isEmpty();
            if (isLetter(c) || SPECIAL.indexOf(c) >= 0 || (!first && isLater(c))) {
                nick.append(c);
            } else if (first && isLater(c)) {
                nick.append('_').append(c);
            }
        }
        return nick.isEmpty() ? "matrix" : nick.toString();
    }

    /// Returns a further nick when this one is taken: its start, and a number.
    ///
    /// @param attempt 1 for the first time
    /// @param limit the longest nick of the server
    public static String another(String nick, int attempt, int limit) {
        String number = Integer.toString(attempt);
        return shortened(nick, limit - number.length()) + number;
    }

    /// Returns the nick, or its start when it is longer than the limit.
    public static String shortened(String nick, int limit) {
        return nick.length() <= limit ? nick : nick.substring(0, limit);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isLater(char c) {
        return (c >= '0' && c <= '9') || c == '-';
    }
}
