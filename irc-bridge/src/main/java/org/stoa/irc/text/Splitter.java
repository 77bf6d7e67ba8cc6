package org.stoa.irc.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into lines that fit IRC, between words where that can be, and never inside of a character.
public final class Splitter {

    private Splitter() {}

    /// Returns the lines of the text in order, each at most that many bytes of UTF-8; empty lines are left out, since IRC has
    /// none.
    public static List<String> split(String text, int maxBytes) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\\r\\n|\\r|\\n", -1)) {
            String rest = Spaces.withoutTrailing(line.replace("\u0000", ""));
            while (!rest.isEmpty()) {
                int end = end(rest, maxBytes);
                lines.add(rest.substring(0, end));
                rest = Spaces.withoutLeading(rest.substring(end));
            }
        }
        return lines;
    }

    private static int end(String text, int maxBytes) {
        int bytes = 0;
        int lastSpace = -1;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                return lastSpace > 0 ? lastSpace : Math.max(i, 1);
            }
            if (codePoint == ' ') {
                lastSpace = i;
            }
            i += Character.charCount(codePoint);
        }
        return text.length();
    }
}
