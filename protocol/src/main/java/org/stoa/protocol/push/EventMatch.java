package org.stoa.protocol.push;

import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// `event_match`: a property is a string that matches a glob; of `content.body` a part between word boundaries suffices.
record EventMatch(JsonObject toJson, PropertyPath path, Glob glob) implements Condition {

    static final String KIND = "event_match";
    private static final PropertyPath BODY = PropertyPath.parse("content.body");

    static EventMatch of(String key, String pattern) {
        return new EventMatch(
                JsonObject.of("kind", KIND, "key", key, "pattern", pattern),
                PropertyPath.parse(key),
                Glob.of(pattern));
    }

    /// Returns the condition for a text in which nothing has a meaning, though clients who read it as a glob may differ for
    /// ids with `*` or `?`.
    static EventMatch ofLiteral(String key, String text) {
        return new EventMatch(
                JsonObject.of("kind", KIND, "key", key, "pattern", text),
                PropertyPath.parse(key),
                Glob.ofLiteral(text));
    }

    static EventMatch ofBody(String pattern) {
        return of(BODY.toString(), pattern);
    }

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        return path.in(event) instanceof JsonString(String value)
                && (path.equals(BODY) ? glob.matchesWords(value) : glob.matches(value));
    }
}
