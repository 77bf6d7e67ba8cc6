package org.stoa.accounts.data;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.DefaultRules;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleKind;

/// The account data `m.push_rules`: what is stored of a user's rules, completed with the rules that everybody has.
///
/// Spec: client-server-api#push-rules-events (v1.19).
public final class PushRulesContent {

    /// The type of the account data.
    public static final String TYPE = "m.push_rules";

    /// Rules are evaluated for each event, and sent whole to clients; people have some for each room at most.
    public static final int MAX_RULES = 2_000;

    /// All of them are stored, read and sent as one text; 2,000 usual ones are not longer.
    public static final int MAX_CHARACTERS = 500_000;

    private static final String GLOBAL = "global";

    private PushRulesContent() {}

    /// Whether a user may have these rules: they are not too many, and not too long.
    public static boolean isKept(PushRuleset rules) {
        int count = 0;
        for (RuleKind kind : RuleKind.values()) {
            count += rules.rules(kind).size();
        }
        return count <= MAX_RULES && rules.toJson().toString().length() <= MAX_CHARACTERS;
    }

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
