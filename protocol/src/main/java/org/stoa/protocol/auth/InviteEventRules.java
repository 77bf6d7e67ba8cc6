package org.stoa.protocol.auth;

import org.stoa.protocol.event.content.Membership;

/// Rule 5.4: inviting.
final class InviteEventRules {

    private InviteEventRules() {}

    static AuthResult check(Check check, String target) {
        String invite = check.steps().invite();
        // 5.4.1. If `content` has a `third_party_invite` property:
        if (check.event().content().has("third_party_invite")) {
            return ThirdPartyInviteRules.check(check, target);
        }
        // 5.4.2. If the `sender`'s current membership state is not `join`, reject.
        if (!check.senderIs(Membership.JOIN)) {
            return check.reject(invite + ".2", "The sender is not in the room");
        }
        // 5.4.3. If *target user*'s current membership state is `join` or `ban`, reject.
        Membership current = check.membership(target);
        if (current == Membership.JOIN || current == Membership.BAN) {
            return check.reject(invite + ".3", "The invited user is in the room or banned");
        }
        // 5.4.4. If the `sender`'s power level is greater than or equal to the *invite level*,
        // allow.
        if (check.senderLevel() >= check.levels().invite()) {
            return check.allow(invite + ".4");
        }
        // 5.4.5. Otherwise, reject.
        return check.reject(invite + ".5", "The sender's power level is too low to invite");
    }
}
