package org.stoa.push;

import org.stoa.accounts.data.AccountData;
import org.stoa.accounts.data.PushRulesContent;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.PushRule;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.protocol.push.RuleKind;

/// The push rules of users, by which what is unread is counted. Thread-safe.
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

    /// Returns one rule of a user.
    ///
    /// Errors: M_INVALID_PARAM when there is no such kind of rules, M_NOT_FOUND when there is no such rule.
    public PushRule find(Requester user, String kind, String ruleId) {
        RuleKind of =
                RuleKind.of(kind)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "There are no push rules of that kind"));
        return of(user).find(of, ruleId)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND, "There is no such push rule"));
    }
}
