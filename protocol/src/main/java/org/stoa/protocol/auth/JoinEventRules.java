package org.stoa.protocol.auth;

import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.version.RoomRules;

/// Rule 5.3: joining.
final class JoinEventRules {

    private JoinEventRules() {}

    static AuthResult check(Check check, String target) {
        String join = check.steps().join();
        // 5.3.1. If the only previous event is an `m.room.create` and the `state_key` is the sender
        // of the
        // `m.room.create`, allow.
        // Until version 10: ... and the `state_key` is the creator, allow.
        if (isFirstJoin(check, target)) {
            return check.allow(join + ".1");
        }
        // 5.3.2. If the `sender` does not match `state_key`, reject.
        if (!check.concernsSender()) {
            return check.reject(join + ".2", "Nobody can join for somebody else");
        }
        Membership current = check.membership(target);
        // 5.3.3. If the `sender` is banned, reject.
        if (current == Membership.BAN) {
            return check.reject(join + ".3", "The sender is banned");
        }
        return checkRule(check, current);
    }

    private static AuthResult checkRule(Check check, Membership current) {
        StepNumbers steps = check.steps();
        JoinRule rule = check.joinRule();
        boolean invited = current == Membership.INVITE || current == Membership.JOIN;
        // 5.3.4. If the `join_rule` is `invite` or `knock` then allow if membership state is
        // `invite` or `join`.
        if (invited && isForInvited(rule, check.rules())) {
            return check.allow(steps.join() + ".4");
        }
        // 5.3.5. If the `join_rule` is `restricted` or `knock_restricted`:
        if (isRestricted(rule, check.rules())) {
            return checkRestricted(check, invited);
        }
        // 5.3.6. If the `join_rule` is `public`, allow.
        if (rule == JoinRule.PUBLIC) {
            return check.allow(steps.joinPublic());
        }
        // 5.3.7. Otherwise, reject.
        return check.reject(steps.joinOtherwise(), "The sender is not invited");
    }

    private static AuthResult checkRestricted(Check check, boolean invited) {
        String restricted = check.steps().joinRestricted();
        // 5.3.5.1. If membership state is `join` or `invite`, allow.
        if (invited) {
            return check.allow(restricted + ".1");
        }
        // 5.3.5.2. If the `join_authorised_via_users_server` key in `content` is not a user with
        // sufficient permission
        // to invite other users or is not a joined member of the room, reject.
        Optional<String> authoriser = RoomMember.of(check.event()).joinAuthorisedVia();
        if (authoriser.isEmpty() || !mayInvite(check, authoriser.orElseThrow())) {
            return check.reject(
                    restricted + ".2", "The join is not authorised by a member who may invite");
        }
        // 5.3.5.3. Otherwise, allow.
        return check.allow(restricted + ".3");
    }

    private static boolean isFirstJoin(Check check, String target) {
        Event event = check.event();
        return event.prevEvents().size() == 1
                && event.prevEvents().getFirst().equals(check.createEvent().eventId())
                && check.create().creator().filter(target::equals).isPresent();
    }

    private static boolean isForInvited(JoinRule rule, RoomRules rules) {
        return rule == JoinRule.INVITE || (rule == JoinRule.KNOCK && rules.knocking());
    }

    private static boolean isRestricted(JoinRule rule, RoomRules rules) {
        return (rule == JoinRule.RESTRICTED && rules.restrictedJoinRule())
                || (rule == JoinRule.KNOCK_RESTRICTED && rules.knockRestrictedJoinRule());
    }

    private static boolean mayInvite(Check check, String user) {
        return check.membership(user) == Membership.JOIN
                && check.levels().user(user) >= check.levels().invite();
    }
}
