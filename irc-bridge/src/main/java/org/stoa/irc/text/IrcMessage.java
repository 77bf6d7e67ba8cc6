package org.stoa.irc.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One line of IRC.
///
/// @param source who sent it, `nick!user@host` or a server; empty when it says nothing
/// @param command a word in capitals, or three digits
/// @param parameters what follows, the last one possibly with spaces
///
/// Spec: RFC 2812, section 2.3.1; tags of IRCv3 are skipped.
public record IrcMessage(String source, String command, List<String> parameters) {

    public IrcMessage {
        parameters = List.copyOf(parameters);
    }

    /// Returns the message that the line is; a line without a command has an empty one.
    public static IrcMessage parse(String line) {
        String rest = line;
        if (rest.startsWith("@")) {
            rest = after(rest, rest.indexOf(' '));
        }
        String source = "";
        if (rest.startsWith(":")) {
            int space = rest.indexOf(' ');
            source = space < 0 ? rest.substring(1) : rest.substring(1, space);
            rest = after(rest, space);
        }
        List<String> words = new ArrayList<>();
        while (!rest.isEmpty()) {
            if (rest.startsWith(":") && !words.isEmpty()) {
                words.add(rest.substring(1));
                break;
            }
            int space = rest.indexOf(' ');
            words.add(space < 0 ? rest : rest.substring(0, space));
            rest = after(rest, space);
        }
        String command = words.isEmpty() ? "" : words.removeFirst().toUpperCase(Locale.ROOT);
        return new IrcMessage(source, command, words);
    }

    /// Returns the line of the command, whose last parameter may have spaces. Line ends and NUL, which would end it or begin
    /// another, become spaces.
    public static String line(String command, String... parameters) {
        StringBuilder line = new StringBuilder(command);
        for (int i = 0; i < parameters.length; i++) {
            boolean last = i == parameters.length - 1;
            line.append(last ? " :" : " ").append(parameters[i]);
        }
        return line.toString().replaceAll("[\\r\\n\\x00]", " ");
    }

    /// Returns the nick of who sent it, or the name of the server.
    public String nick() {
        int end = source.indexOf('!');
        return end < 0 ? source : source.substring(0, end);
    }

    /// Whether a user sent it, not a server.
    public boolean isFromUser() {
        return source.indexOf('!') > 0;
    }

    /// Returns that parameter; empty when there is none.
    public String parameter(int index) {
        return index < parameters.size() ? parameters.get(index) : "";
    }

    /// Returns the last parameter; empty when there is none.
    public String last() {
        return parameters.isEmpty() ? "" : parameters.getLast();
    }

    private static String after(String text, int space) {
        return space < 0 ? "" : Spaces.withoutLeading(text.substring(space + 1));
    }
}
