package org.stoa.protocol.auth;

import org.stoa.protocol.event.content.Membership;

/// Rule 5.6: banning.
final class BanEventRules {

    private BanEventRules() {}

    static AuthResult check(Check check, String target) {
        String ban = check.steps().ban();
        // 5.6.1. If the `sender`'s current membership state is not `join`, reject.
        if (!check.senderIs(Membership.JOIN)) {
            return check.reject(ban + ".1", "The sender is not in the room");
        }
        // 5.6.2. If the `sender`'s power level is greater than or equal to the *ban level*, and the
        // *target user*'s power
        // level is less than the `sender`'s power level, allow.
        long level = check.senderLevel();
        if (level >= check.levels().ban() && check.levels().user(target) < level) {
            return check.allow(ban + ".2");
        }
        // 5.6.3. Otherwise, reject.
        return check.reject(ban + ".3", "The sender's power level is too low to ban this user");
    }
}
