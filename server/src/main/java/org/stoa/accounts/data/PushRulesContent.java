package org.stoa.accounts.data;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.DefaultRules;
import org.stoa.protocol.push.PushRuleset;

/// The account data `m.push_rules`: what is stored of a user's rules, completed with the rules that everybody has.
///
/// Spec: client-server-api#push-rules-events (v1.19).
public final class PushRulesContent {

    /// The type of the account data.
    public static final String TYPE = "m.push_rules";

    private static final String GLOBAL = "global";

    private PushRulesContent() {}

    /// Returns the content as clients see it.
    ///
    /// @param stored what is stored for the user, `null` when the user never changed a rule
    public static JsonObject of(UserId user, @Nullable JsonObject stored) {
        return of(rules(user, stored));
    }

    /// Returns the content for these rules, to be stored and to be shown.
    public static JsonObject of(PushRuleset rules) {
        return JsonObject.of(GLOBAL, rules.toJson());
    }

    /// Returns the rules that hold for a user.
    ///
    /// @param stored what is stored for the user, `null` when the user never changed a rule
    public static PushRuleset rules(UserId user, @Nullable JsonObject stored) {
        if (stored == null) {
            return DefaultRules.forUser(user);
        }
        return PushRuleset.parse(stored.object(GLOBAL).orElse(JsonObject.EMPTY), user);
    }
}
