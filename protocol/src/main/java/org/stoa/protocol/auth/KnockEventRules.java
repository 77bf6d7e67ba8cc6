package org.stoa.protocol.auth;

import org.stoa.protocol.event.content.JoinRule;

/// Rule 5.7: knocking, in room versions that know it.
final class KnockEventRules {

    private KnockEventRules() {}

    static AuthResult check(Check check) {
        String knock = check.steps().knock();
        // 5.7.1. If the `join_rule` is anything other than `knock` or `knock_restricted`, reject.
        if (!allowsKnocking(check)) {
            return check.reject(knock + ".1", "The room does not let users knock");
        }
        // 5.7.2. If `sender` does not match `state_key`, reject.
        if (!check.concernsSender()) {
            return check.reject(knock + ".2", "Nobody can knock for somebody else");
        }
        return switch (check.membership(check.sender())) {
            // 5.7.3. If the `sender`'s current membership is not `ban`, `invite`, or `join`, allow.
            case LEAVE, KNOCK -> check.allow(knock + ".3");
            // 5.7.4. Otherwise, reject.
            case BAN, INVITE, JOIN ->
                    check.reject(knock + ".4", "The sender is in the room, invited or banned");
        };
    }

    private static boolean allowsKnocking(Check check) {
        JoinRule rule = check.joinRule();
        return rule == JoinRule.KNOCK
                || (rule == JoinRule.KNOCK_RESTRICTED && check.rules().knockRestrictedJoinRule());
    }
}
