package org.stoa.protocol.auth;

import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.event.content.SignedThirdPartyInvite;
import org.stoa.protocol.event.content.ThirdPartyInvite;

/// Rule 5.4.1: an invite that redeems a third-party invite.
final class ThirdPartyInviteRules {

    private ThirdPartyInviteRules() {}

    static AuthResult check(Check check, String target) {
        String rule = check.steps().invite() + ".1";
        // 5.4.1.1. If *target user* is banned, reject.
        if (check.membership(target) == Membership.BAN) {
            return check.reject(rule + ".1", "The invited user is banned");
        }
        // 5.4.1.2. If `content.third_party_invite` does not have a `signed` property, reject.
        Optional<SignedThirdPartyInvite> signed =
                RoomMember.of(check.event()).signedThirdPartyInvite();
        if (signed.isEmpty()) {
            return check.reject(rule + ".2", "The third-party invite has nothing signed");
        }
        return check(check, target, signed.orElseThrow(), rule);
    }

    private static AuthResult check(
            Check check, String target, SignedThirdPartyInvite signed, String rule) {
        // 5.4.1.3. If `signed` does not have `mxid` and `token` properties, reject.
        Optional<String> userId = signed.userId();
        Optional<String> token = signed.token();
        if (userId.isEmpty() || token.isEmpty()) {
            return check.reject(rule + ".3", "The third-party invite names no user or no token");
        }
        // 5.4.1.4. If `mxid` does not match `state_key`, reject.
        if (!userId.orElseThrow().equals(target)) {
            return check.reject(rule + ".4", "The third-party invite is for another user");
        }
        // 5.4.1.5. If there is no `m.room.third_party_invite` event in the current room state with
        // `state_key` matching
        // `token`, reject.
        Event invite = check.state().get(EventTypes.THIRD_PARTY_INVITE, token.orElseThrow());
        if (invite == null) {
            return check.reject(rule + ".5", "The room has no third-party invite of this token");
        }
        // 5.4.1.6. If `sender` does not match `sender` of the `m.room.third_party_invite`, reject.
        if (!invite.sender().equals(check.event().sender())) {
            return check.reject(rule + ".6", "The third-party invite was sent by somebody else");
        }
        // 5.4.1.7. If any signature in `signed` matches any public key in the
        // `m.room.third_party_invite` event, allow.
        // The public keys are in `content` of `m.room.third_party_invite` as: 1. A single public
        // key in the `public_key`
        // property. 2. A list of public keys in the `public_keys` property.
        if (ThirdPartySignature.isBy(signed, ThirdPartyInvite.of(invite).publicKeys())) {
            return check.allow(rule + ".7");
        }
        // 5.4.1.8. Otherwise, reject.
        return check.reject(rule + ".8", "No key of the third-party invite signed this");
    }
}
