package org.stoa.push;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stoa.accounts.data.AccountData;
import org.stoa.accounts.data.PushRulesContent;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.Actions;
import org.stoa.protocol.push.PushRule;
import org.stoa.protocol.push.PushRuleParser;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleKind;

/// The push rules of users, as they read and change them. Thread-safe: of two changes at once none is lost.
///
/// Spec: client-server-api#predefined-rules (v1.19).
public final class PushRules {

    private final AccountData accountData;

    /// Reads the rules where account data keeps them.
    public PushRules(AccountData accountData) {
        this.accountData = accountData;
    }

    /// Returns all rules of a user.
    public PushRuleset of(Requester user) {
        JsonObject stored =
                accountData
                        .global(user.userNid(), user.userId(), PushRulesContent.TYPE)
                        .orElse(null);
        return PushRulesContent.rules(user.userId(), stored);
    }

    /// Adds a rule of a user's own, or changes it and where it stands.
    ///
    /// Errors: M_INVALID_PARAM for a kind or id that cannot be; M_MISSING_PARAM and M_BAD_JSON for a body that is no rule;
    /// M_UNKNOWN (400) when `before` or `after` is no rule of the user's own, or he has too many.
    ///
    /// @param before id of the rule that is to be the next less important
    /// @param after id of the rule that is to be the next more important; does not count beside `before`
    public void put(
            Requester user,
            String kind,
            String ruleId,
            JsonObject body,
            Optional<String> before,
            Optional<String> after) {
        PushRule rule = PushRuleParser.parse(kind(kind), ruleId, body);
        change(user, rules -> checked(rules.with(rule, before.orElse(null), after.orElse(null))));
    }

    /// Removes a rule of a user's own. Errors: M_NOT_FOUND, also for rules of the server.
    public void remove(Requester user, String kind, String ruleId) {
        RuleKind of = kindOfRule(kind);
        change(user, rules -> rules.without(of, ruleId));
    }

    /// Enables a rule, or disables it. Errors: M_NOT_FOUND.
    public void enable(Requester user, String kind, String ruleId, boolean enabled) {
        RuleKind of = kindOfRule(kind);
        change(user, rules -> rules.withEnabled(of, ruleId, enabled));
    }

    /// Sets what a rule does. Errors: M_NOT_FOUND; M_UNKNOWN (400) when all rules together get too long.
    public void act(Requester user, String kind, String ruleId, Actions actions) {
        RuleKind of = kindOfRule(kind);
        change(user, rules -> checked(rules.withActions(of, ruleId, actions)));
    }

    /// Returns one rule of a user. Errors: M_NOT_FOUND.
    public PushRule find(Requester user, String kind, String ruleId) {
        return of(user).find(kindOfRule(kind), ruleId).orElseThrow(PushRules::notFound);
    }

    private void change(Requester user, UnaryOperator<PushRuleset> change) {
        accountData.changeGlobal(
                user.userNid(),
                PushRulesContent.TYPE,
                stored ->
                        PushRulesContent.of(
                                change.apply(PushRulesContent.rules(user.userId(), stored))));
    }

    private static PushRuleset checked(PushRuleset rules) {
        if (!PushRulesContent.isKept(rules)) {
            throw new MatrixException(
                            ErrorCode.UNKNOWN,
                            "You can have at most %d push rules, together %d characters long"
                                    .formatted(
                                            PushRulesContent.MAX_RULES,
                                            PushRulesContent.MAX_CHARACTERS))
                    .withStatus(400);
        }
        return rules;
    }

    private static MatrixException notFound() {
        return new MatrixException(ErrorCode.NOT_FOUND, "There is no such push rule");
    }

    /// The kind of a rule that is there: of a kind that is not known there is none.
    private static RuleKind kindOfRule(String text) {
        return RuleKind.of(text).orElseThrow(PushRules::notFound);
    }

    private static RuleKind kind(String text) {
        return RuleKind.of(text)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.INVALID_PARAM,
                                        "There are no push rules of that kind"));
    }
}
