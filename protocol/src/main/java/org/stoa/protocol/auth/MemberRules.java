package org.stoa.protocol.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Rule 5: member events.
final class MemberRules {

    private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

    private MemberRules() {}

    static AuthResult check(Check check) {
        StepNumbers steps = check.steps();
        JsonObject content = check.event().content();
        // 5.1. If there is no `state_key` property, or no `membership` property in `content`,
        // reject.
        if (check.event().stateKey().isEmpty() || !content.has("membership")) {
            return check.reject(
                    steps.member() + ".1", "A member event has a state key and a membership");
        }
        // Nobody else can be a member, though no step says so.
        Optional<UserId> target = check.target();
        if (target.isEmpty()) {
            return check.reject(steps.member() + ".1", "The state key is not a user id");
        }
        // 5.2. If `content` has a `join_authorised_via_users_server` key:
        // 5.2.1. If the event is not validly signed by the homeserver of the user ID denoted by the
        // key, reject.
        if (check.rules().restrictedJoinRule()
                && content.has(AUTHORISED_VIA)
                && !isSignedByServerOf(check, content.get(AUTHORISED_VIA))) {
            return check.reject(
                    steps.authorisedJoin() + ".1",
                    "The server that authorised the join did not sign the event");
        }
        Optional<Membership> membership = new RoomMember(content).membership();
        if (membership.isEmpty()) {
            return unknown(check);
        }
        return check(check, membership.orElseThrow(), target.orElseThrow().toString());
    }

    private static AuthResult check(Check check, Membership membership, String target) {
        return switch (membership) {
            // 5.3. If `membership` is `join`:
            case JOIN -> JoinEventRules.check(check, target);
            // 5.4. If `membership` is `invite`:
            case INVITE -> InviteEventRules.check(check, target);
            // 5.5. If `membership` is `leave`:
            case LEAVE -> LeaveEventRules.check(check, target);
            // 5.6. If `membership` is `ban`:
            case BAN -> BanEventRules.check(check, target);
            // 5.7. If `membership` is `knock`:
            case KNOCK -> check.rules().knocking() ? KnockEventRules.check(check) : unknown(check);
        };
    }

    private static AuthResult unknown(Check check) {
        // 5.8. Otherwise, the membership is unknown. Reject.
        return check.reject(check.steps().unknownMembership(), "The membership is not known");
    }

    private static boolean isSignedByServerOf(Check check, @Nullable Json userId) {
        if (!(userId instanceof JsonString(String text))) {
            return false;
        }
        return UserId.tryParse(text)
                .flatMap(user -> signaturesOf(check, user))
                .filter(signatures -> !signatures.isEmpty())
                .isPresent();
    }

    private static Optional<JsonObject> signaturesOf(Check check, UserId user) {
        return check.event()
                .json()
                .object("signatures")
                .flatMap(signatures -> signatures.object(user.server().text()));
    }
}
