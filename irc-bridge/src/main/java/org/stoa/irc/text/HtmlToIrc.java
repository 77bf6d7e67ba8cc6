package org.stoa.irc.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the HTML of Matrix messages into lines of IRC with its control characters: simple formatting, links, lists, quotes.
/// What it does not know it leaves out, and keeps the text.
public final class HtmlToIrc {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>|&([a-zA-Z]{2,8}|#\\d{1,7}|#[xX][0-9a-fA-F]{1,6});");

    private static final Pattern HREF = Pattern.compile("href\\s*=\\s*[\"']([^\"']*)[\"']");

    private static final Map<String, String> TOGGLES =
            Map.ofEntries(
                    Map.entry("b", "\u0002"),
                    Map.entry("strong", "\u0002"),
                    Map.entry("i", "\u001d"),
                    Map.entry("em", "\u001d"),
                    Map.entry("u", "\u001f"),
                    Map.entry("del", "\u001e"),
                    Map.entry("s", "\u001e"),
                    Map.entry("strike", "\u001e"),
                    Map.entry("code", "\u0011"));

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    /// Links to users and rooms, whose text says who is meant.
    private static final String PILL = "https://matrix.to/";

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> links = new ArrayDeque<>();
    private int skipped;
    private int preformatted;

    private HtmlToIrc() {}

    /// Returns the HTML as text of IRC, lines separated by `\n`.
    public static String convert(String html) {
        HtmlToIrc conversion = new HtmlToIrc();
        Matcher matcher = TOKEN.matcher(html);
        int from = 0;
        while (matcher.find()) {
            conversion.text(html.substring(from, matcher.start()));
            conversion.token(matcher);
            from = matcher.end();
        }
        conversion.text(html.substring(from));
        return Spaces.within(conversion.out.toString());
    }

    private void token(Matcher matcher) {
        String entity = matcher.group(4);
        if (entity != null) {
            append(decode(entity));
            return;
        }
        boolean end = !matcher.group(1).isEmpty();
        String name = matcher.group(2).toLowerCase(Locale.ROOT);
        String toggle = TOGGLES.get(name);
        if (toggle != null) {
            append(toggle);
            return;
        }
        switch (name) {
            case "mx-reply" -> skipped += end ? -1 : 1;
            case "br" -> append("\n");
            case "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr" ->
                    newLine();
            case "pre" -> {
                newLine();
                preformatted += end ? -1 : 1;
            }
            case "li" -> item(end, "- ");
            case "blockquote" -> item(end, "> ");
            case "td", "th" -> append(end ? " " : "");
            case "a" -> link(end, matcher.group(3));
            default -> {}
        }
    }

    private void item(boolean end, String bullet) {
        newLine();
        if (!end) {
            append(bullet);
        }
    }

    private void link(boolean end, String attributes) {
        if (!end) {
            Matcher href = HREF.matcher(attributes);
            String target = href.find() ? href.group(1) : "";
            links.push(out.length() + " " + target);
            return;
        }
        String link = links.poll();
        if (link == null) {
            return;
        }
        int space = link.indexOf(' ');
        String target = link.substring(space + 1).replace("&amp;", "&");
        String shown =
                out.substring(Math.min(out.length(), Integer.parseInt(link.substring(0, space))));
        if (!target.isEmpty() && !target.startsWith(PILL) && !target.equals(shown)) {
            append(" (" + target + ")");
        }
    }

    private void text(String text) {
        append(preformatted > 0 ? text : text.replaceAll("[\\s&&[^\\u00a0]]+", " "));
    }

    private void newLine() {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            append("\n");
        }
    }

    private void append(String text) {
        if (skipped > 0) {
            return;
        }
        boolean lineStarts = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
        out.append(lineStarts && text.equals(" ") ? "" : text);
    }

    private static String decode(String entity) {
        if (entity.startsWith("#")) {
            boolean hex = entity.charAt(1) == 'x' || entity.charAt(1) == 'X';
            int code = Integer.parseInt(entity.substring(hex ? 2 : 1), hex ? 16 : 10);
            boolean text = Character.isValidCodePoint(code) && code >= ' ' && !isSurrogate(code);
            return text ? Character.toString(code) : " ";
        }
        return ENTITIES.getOrDefault(entity, "&" + entity + ";");
    }

    private static boolean isSurrogate(int code) {
        return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    }
}
