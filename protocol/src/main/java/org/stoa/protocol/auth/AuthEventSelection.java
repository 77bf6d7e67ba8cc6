package org.stoa.protocol.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.event.content.SignedThirdPartyInvite;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// Which entries of the state an event names as its `auth_events`.
///
/// Spec: server-server-api#auth-events-selection (v1.19).
final class AuthEventSelection {

    private static final StateKeyPair CREATE = new StateKeyPair(EventTypes.CREATE, "");
    private static final StateKeyPair LEVELS = new StateKeyPair(EventTypes.POWER_LEVELS, "");
    private static final StateKeyPair JOIN_RULES = new StateKeyPair(EventTypes.JOIN_RULES, "");

    private AuthEventSelection() {}

    static List<StateKeyPair> select(
            String type,
            String sender,
            @Nullable String stateKey,
            JsonObject content,
            RoomRules rules) {
        // The `auth_events` for the `m.room.create` event in a room is empty
        if (type.equals(EventTypes.CREATE)) {
            return List.of();
        }
        List<StateKeyPair> selected = new ArrayList<>(6);
        // Depending on the room version, the `m.room.create` event.
        if (!rules.roomIdFromCreate()) {
            selected.add(CREATE);
        }
        // The current `m.room.power_levels` event, if any.
        selected.add(LEVELS);
        // The sender's current `m.room.member` event, if any.
        selected.add(member(sender));
        // If type is `m.room.member`:
        if (type.equals(EventTypes.MEMBER) && stateKey != null) {
            addForMember(selected, sender, stateKey, new RoomMember(content), rules);
        }
        return List.copyOf(selected);
    }

    private static void addForMember(
            List<StateKeyPair> selected,
            String sender,
            String target,
            RoomMember content,
            RoomRules rules) {
        // The target's current `m.room.member` event, if any.
        if (!target.equals(sender)) {
            selected.add(member(target));
        }
        Membership membership = content.membership().orElse(Membership.LEAVE);
        // If `membership` is `join`, `invite` or `knock`, the current `m.room.join_rules` event, if
        // any.
        if (membership == Membership.JOIN
                || membership == Membership.INVITE
                || membership == Membership.KNOCK) {
            selected.add(JOIN_RULES);
        }
        // If membership is `invite` and `content` contains a `third_party_invite` property, the
        // current
        // `m.room.third_party_invite` event with `state_key` matching
        // `content.third_party_invite.signed.token`, if any.
        if (membership == Membership.INVITE) {
            content.signedThirdPartyInvite()
                    .flatMap(SignedThirdPartyInvite::token)
                    .ifPresent(
                            token ->
                                    selected.add(
                                            new StateKeyPair(
                                                    EventTypes.THIRD_PARTY_INVITE, token)));
        }
        // If `membership` is `join`, `content.join_authorised_via_users_server` is present, and the
        // room version
        // supports restricted rooms, then the `m.room.member` event with `state_key` matching
        // `content.join_authorised_via_users_server`.
        Optional<String> authorisedVia = content.joinAuthorisedVia();
        if (membership == Membership.JOIN
                && rules.restrictedJoinRule()
                && authorisedVia.isPresent()) {
            StateKeyPair authoriser = member(authorisedVia.orElseThrow());
            if (!selected.contains(authoriser)) {
                selected.add(authoriser);
            }
        }
    }

    private static StateKeyPair member(String userId) {
        return new StateKeyPair(EventTypes.MEMBER, userId);
    }
}
