package org.stoa.irc.queue;

import org.stoa.protocol.json.JsonObject;

/// Something that a Matrix user has still to do on IRC.
///
/// @param kind what it is
/// @param target the channel, or the nick that is spoken to
/// @param line the whole line that is sent; of a part its reason
/// @param text what is said, as others hear it; empty when nothing is said
public record Entry(Kind kind, String target, String line, String text) {

    /// What can be done.
    public enum Kind {
        /// Joins a channel.
        JOIN,
        /// Leaves a channel.
        PART,
        /// Sends a line to a channel, which is joined first.
        IN_CHANNEL,
        /// Sends a line to a user, or the server.
        LINE
    }

    /// Returns the entry for joining a channel.
    public static Entry join(String channel) {
        return new Entry(Kind.JOIN, channel, "", "");
    }

    /// Returns the entry for leaving a channel.
    public static Entry part(String channel, String reason) {
        return new Entry(Kind.PART, channel, reason, "");
    }

    /// Returns the entry that the JSON is.
    public static Entry of(JsonObject json) {
        return new Entry(
                Kind.valueOf(json.string("kind").orElseThrow()),
                json.string("target").orElse(""),
                json.string("line").orElse(""),
                json.string("text").orElse(""));
    }

    /// Returns it as JSON.
    public JsonObject toJson() {
        return JsonObject.of("kind", kind.name(), "target", target, "line", line, "text", text);
    }
}
