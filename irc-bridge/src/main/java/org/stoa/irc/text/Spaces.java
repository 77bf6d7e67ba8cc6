package org.stoa.irc.text;

/// Takes away spaces. Java's own way takes IRC's control characters for spaces, too.
final class Spaces {

    private Spaces() {}

    static String withoutLeading(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        return text.substring(start);
    }

    static String withoutTrailing(String text) {
        int end = text.length();
        while (end > 0 && isSpaceOrTab(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /// Without spaces and line ends at both ends.
    static String within(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpaceOrLineEnd(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpaceOrLineEnd(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpaceOrTab(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isSpaceOrLineEnd(char c) {
        return isSpaceOrTab(c) || c == '\n' || c == '\r';
    }
}
