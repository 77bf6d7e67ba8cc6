package org.stoa.protocol.push;

import org.stoa.protocol.json.JsonObject;

/// Finds out what an event is to a user by their push rules. What users sent themselves is never a notification to them,
/// which is for the caller to see to.
///
/// Spec: client-server-api#push-rules (v1.19).
public final class RuleEvaluator {

    private RuleEvaluator() {}

    /// Returns the actions of the most important rule that matches, [Actions#NONE] when none does.
    ///
    /// @param event an event in the format of clients or peers, as far as it has `type`, `sender`, `content`, and perhaps
    ///     `room_id` and `state_key`
    public static Actions evaluate(PushRuleset rules, JsonObject event, PushContext context) {
        PushRule match = rules.firstMatch(event, context);
        return match == null ? Actions.NONE : match.actions();
    }
}
