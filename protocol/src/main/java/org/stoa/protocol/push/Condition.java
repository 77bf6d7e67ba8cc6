package org.stoa.protocol.push;

import org.stoa.protocol.json.JsonObject;

/// What must be true of an event for a push rule to match.
///
/// Spec: client-server-api#conditions-1 (v1.19).
public sealed interface Condition
        permits EventMatch,
                EventPropertyIs,
                EventPropertyContains,
                ContainsDisplayName,
                RoomMemberCount,
                SenderNotificationPermission,
                UnrecognisedCondition {

    /// Returns the condition that the JSON is; one that is never true when it is none that is known.
    static Condition parse(JsonObject json) {
        return ConditionParser.parse(json);
    }

    /// Whether it is true of the event.
    boolean matches(JsonObject event, PushContext context);

    /// Returns the condition as it was given.
    JsonObject toJson();
}
