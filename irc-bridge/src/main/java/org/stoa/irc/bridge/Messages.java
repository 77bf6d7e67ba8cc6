package org.stoa.irc.bridge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.irc.queue.Entry;
import org.stoa.irc.text.HtmlToIrc;
import org.stoa.irc.text.IrcMessage;
import org.stoa.irc.text.IrcToHtml;
import org.stoa.irc.text.Splitter;
import org.stoa.protocol.json.JsonObject;

/// Messages of one side as messages of the other.
///
/// Spec: client-server-api#mroommessage-msgtypes (v1.19).
final class Messages {

    private static final String ACTION = "\u0001ACTION ";
    private static final String ACTION_END = "\u0001";

    /// What servers put before a line when they pass it on, at the longest that is usual: `:nick!user@host `.
    private static final int SOURCE_BYTES = 1 + 32 + 1 + 12 + 1 + 64 + 1;

    /// IRC's limit without the line's end.
    private static final int LINE_BYTES = 510;

    private Messages() {}

    /// Returns the content of a Matrix message for what was said on IRC; empty when it is no speech, but a question of one
    /// program to another.
    static Optional<JsonObject> fromIrc(String command, String text) {
        if (text.startsWith(ACTION)) {
            String action = text.substring(ACTION.length());
            return Optional.of(
                    content(
                            "m.emote",
                            action.endsWith(ACTION_END)
                                    ? action.substring(0, action.length() - 1)
                                    : action));
        }
        if (text.startsWith(ACTION_END)) {
            return Optional.empty();
        }
        return Optional.of(content(command.equals("NOTICE") ? "m.notice" : "m.text", text));
    }

    private static JsonObject content(String type, String line) {
        IrcToHtml.Text text = IrcToHtml.convert(line);
        JsonObject.Builder content =
                JsonObject.builder().put("msgtype", type).put("body", text.plain());
        text.html()
                .ifPresent(
                        html ->
                                content.put("format", "org.matrix.custom.html")
                                        .put("formatted_body", html));
        return content.build();
    }

    /// Returns what a Matrix message becomes on IRC, in lines.
    ///
    /// @param target the channel or nick
    /// @param inChannel whether it is a channel, which is joined first
    /// @param maxLines the most lines; of a longer message the last line says how much is left out
    static List<Entry> toIrc(JsonObject content, String target, boolean inChannel, int maxLines) {
        String type = content.string("msgtype").orElse("");
        boolean action = type.equals("m.emote") || isFile(type);
        String command = type.equals("m.notice") ? "NOTICE" : "PRIVMSG";
        int budget =
                LINE_BYTES
                        - SOURCE_BYTES
                        - (command + " " + target + " :").getBytes(StandardCharsets.UTF_8).length
                        - (action ? ACTION.length() + ACTION_END.length() : 0);
        List<Entry> entries = new ArrayList<>();
        for (String line : limited(Splitter.split(text(content, type), budget), maxLines)) {
            String said = action ? ACTION + line + ACTION_END : line;
            entries.add(
                    new Entry(
                            inChannel ? Entry.Kind.IN_CHANNEL : Entry.Kind.LINE,
                            target,
                            IrcMessage.line(command, target, said),
                            said));
        }
        return entries;
    }

    private static boolean isFile(String type) {
        return switch (type) {
            case "m.image", "m.file", "m.audio", "m.video" -> true;
            default -> false;
        };
    }

    private static List<String> limited(List<String> lines, int maxLines) {
        if (lines.size() <= maxLines) {
            return lines;
        }
        List<String> shortened = new ArrayList<>(lines.subList(0, maxLines - 1));
        shortened.add("… (" + (lines.size() - maxLines + 1) + " more lines on Matrix)");
        return shortened;
    }

    private static String text(JsonObject content, String type) {
        String body = content.string("body").orElse("");
        if (isFile(type)) {
            return "sent " + type.substring(2) + ": " + body;
        }
        if (type.equals("m.location")) {
            return body + " " + content.string("geo_uri").orElse("");
        }
        Optional<String> html =
                content.string("formatted_body")
                        .filter(
                                _ ->
                                        content.string("format")
                                                .equals(Optional.of("org.matrix.custom.html")));
        return html.map(HtmlToIrc::convert).orElseGet(() -> withoutReply(content, body));
    }

    /// Older clients put what they answer to before the answer, each line with `> `, then an empty line.
    ///
    /// Spec: client-server-api#fallbacks-for-rich-replies, until v1.12.
    private static String withoutReply(JsonObject content, String body) {
        boolean isReply =
                content.object("m.relates_to")
                        .filter(relation -> relation.has("m.in_reply_to"))
                        .isPresent();
        if (!isReply || !body.startsWith("> ")) {
            return body;
        }
        int end = body.indexOf("\n\n");
        return end < 0 ? body : body.substring(end + 2);
    }
}
