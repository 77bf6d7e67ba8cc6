package org.stoa.irc.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Turns the control characters of IRC, bold and its like, into HTML for Matrix.
///
/// Spec: https://modern.ircdocs.horse/formatting, client-server-api#mroommessage-msgtypes (v1.19).
public final class IrcToHtml {

    private static final char BOLD = '\u0002';
    private static final char COLOUR = '\u0003';
    private static final char HEX_COLOUR = '\u0004';
    private static final char RESET = '\u000f';
    private static final char MONOSPACE = '\u0011';
    private static final char REVERSE = '\u0016';
    private static final char ITALIC = '\u001d';
    private static final char STRIKE = '\u001e';
    private static final char UNDERLINE = '\u001f';

    /// The sixteen colours that all clients know.
    private static final String[] PALETTE = {
        "#ffffff", "#000000", "#00007f", "#009300", "#ff0000", "#7f0000", "#9c009c", "#fc7f00",
        "#ffff00", "#00fc00", "#009393", "#00ffff", "#0000fc", "#ff00ff", "#7f7f7f", "#d2d2d2"
    };

    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private boolean formatted;

    private IrcToHtml() {}

    /// A text for Matrix.
    ///
    /// @param plain without formatting
    /// @param html with it; empty when there is none
    public record Text(String plain, Optional<String> html) {}

    /// Returns the line of IRC as text for Matrix.
    public static Text convert(String line) {
        return new IrcToHtml().read(line);
    }

    private Text read(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case BOLD -> toggle("strong");
                case ITALIC -> toggle("em");
                case UNDERLINE -> toggle("u");
                case STRIKE -> toggle("del");
                case MONOSPACE -> toggle("code");
                case COLOUR -> i += colour(line, i + 1);
                case HEX_COLOUR -> i += hexColour(line, i + 1);
                case RESET -> closeAll();
                case REVERSE -> formatted = true;
                default -> character(c);
            }
        }
        closeAll();
        return new Text(
                plain.toString(), formatted ? Optional.of(html.toString()) : Optional.empty());
    }

    private void character(char c) {
        if (c < ' ' && c != '\t') {
            return;
        }
        plain.append(c);
        switch (c) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            default -> html.append(c);
        }
    }

    private void toggle(String tag) {
        formatted = true;
        if (open.contains(tag)) {
            close(tag);
        } else {
            open.push(tag);
            html.append('<').append(tag).append('>');
        }
    }

    /// Closes the element, and for that those inside of it, which are opened again.
    private void close(String tag) {
        Deque<String> again = new ArrayDeque<>();
        while (!open.peek().equals(tag)) {
            String inner = open.pop();
            html.append(end(inner));
            again.push(inner);
        }
        html.append(end(open.pop()));
        for (String inner : again) {
            open.push(inner);
            html.append('<').append(inner).append('>');
        }
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            html.append(end(open.pop()));
        }
    }

    private static String end(String element) {
        int space = element.indexOf(' ');
        return "</" + (space < 0 ? element : element.substring(0, space)) + ">";
    }

    /// Reads up to two digits, and after a comma two more; returns how many characters that were.
    private int colour(String line, int at) {
        int foreground = digits(line, at);
        int length = foreground;
        int background = 0;
        if (foreground > 0 && at + length < line.length() && line.charAt(at + length) == ',') {
            background = digits(line, at + length + 1);
            length += background > 0 ? background + 1 : 0;
        }
        String colours = palette("data-mx-color", line, at, foreground);
        if (background > 0) {
            colours += palette("data-mx-bg-color", line, at + foreground + 1, background);
        }
        span(colours);
        return length;
    }

    private static int digits(String line, int at) {
        int count = 0;
        while (count < 2 && at + count < line.length() && isDigit(line.charAt(at + count))) {
            count++;
        }
        return count;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String palette(String attribute, String line, int at, int length) {
        if (length == 0) {
            return "";
        }
        int number = Integer.parseInt(line.substring(at, at + length));
        return number < PALETTE.length ? " " + attribute + "=\"" + PALETTE[number] + "\"" : "";
    }

    private int hexColour(String line, int at) {
        if (at + 6 <= line.length() && line.substring(at, at + 6).matches("[0-9a-fA-F]{6}")) {
            span(" data-mx-color=\"#" + line.substring(at, at + 6) + "\"");
            return 6;
        }
        span("");
        return 0;
    }

    /// A colour ends the one before; none ends it without another.
    private void span(String colours) {
        formatted = true;
        open.stream()
                .filter(element -> element.startsWith("span"))
                .findFirst()
                .ifPresent(this::close);
        if (!colours.isEmpty()) {
            open.push("span" + colours);
            html.append("<span").append(colours).append('>');
        }
    }
}
