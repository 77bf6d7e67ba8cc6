package org.stoa.protocol.push;

import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// `contains_display_name`: `content.body` has the user's name in the room, in whatever case, between word boundaries.
record ContainsDisplayName(JsonObject toJson) implements Condition {

    static final String KIND = "contains_display_name";
    private static final PropertyPath BODY = PropertyPath.parse("content.body");

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        String name = context.displayName();
        return name != null
                && !name.isEmpty()
                && BODY.in(event) instanceof JsonString(String body)
                && Glob.ofLiteral(name).matchesWords(body);
    }
}
