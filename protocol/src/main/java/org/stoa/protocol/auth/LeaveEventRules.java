package org.stoa.protocol.auth;

import org.stoa.protocol.event.content.Membership;

/// Rule 5.5: leaving, declining, retracting, kicking and unbanning.
final class LeaveEventRules {

    private LeaveEventRules() {}

    static AuthResult check(Check check, String target) {
        String leave = check.steps().leave();
        Membership current = check.membership(target);
        // 5.5.1. If the `sender` matches `state_key`, allow if and only if that user's current
        // membership state is
        // `invite`, `join`, or `knock`.
        if (check.concernsSender()) {
            return mayLeave(current, check)
                    ? check.allow(leave + ".1")
                    : check.reject(leave + ".1", "The sender is not in the room");
        }
        // 5.5.2. If the `sender`'s current membership state is not `join`, reject.
        if (!check.senderIs(Membership.JOIN)) {
            return check.reject(leave + ".2", "The sender is not in the room");
        }
        long level = check.senderLevel();
        // 5.5.3. If the *target user*'s current membership state is `ban`, and the `sender`'s power
        // level is less than
        // the *ban level*, reject.
        if (current == Membership.BAN && level < check.levels().ban()) {
            return check.reject(leave + ".3", "The sender's power level is too low to unban");
        }
        // 5.5.4. If the `sender`'s power level is greater than or equal to the *kick level*, and
        // the *target user*'s
        // power level is less than the `sender`'s power level, allow.
        if (level >= check.levels().kick() && check.levels().user(target) < level) {
            return check.allow(leave + ".4");
        }
        // 5.5.5. Otherwise, reject.
        return check.reject(leave + ".5", "The sender's power level is too low to kick this user");
    }

    private static boolean mayLeave(Membership current, Check check) {
        return switch (current) {
            case INVITE, JOIN -> true;
            case KNOCK -> check.rules().knocking();
            case LEAVE, BAN -> false;
        };
    }
}
