package org.stoa.protocol.auth;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// The authorisation rules of all room versions, in the order of the specification. Where versions differ, the
/// differences are switches of [RoomRules]; the comments here number the steps as version 12 does.
///
/// Pure functions: signatures of servers are taken for granted (only that one is there is checked, where a rule asks for
/// it), since keys are not part of a room's state. The one signature that is part of it, that of a third-party invite, is
/// verified.
///
/// Spec: server-server-api#authorisation-rules, rooms/v1#authorisation-rules to rooms/v12#authorisation-rules (v1.19).
public final class AuthRules {

    private AuthRules() {}

    /// Checks the event by all rules except those about its `auth_events`, against a state of its room: that before the
    /// event, the current one, or that of its auth events ([AuthState#of], with the create event added where it is
    /// implied by the room id).
    public static AuthResult check(Event event, AuthState state) {
        // 1. If type is `m.room.create`: the state does not matter.
        if (event.type().equals(EventTypes.CREATE)) {
            return CreateRules.check(event);
        }
        StepNumbers steps = StepNumbers.of(event.rules());
        Event create = state.get(EventTypes.CREATE, "");
        // 2. If the event's `room_id` is not an event ID for an accepted (not rejected)
        // `m.room.create` event, with the
        // sigil `!` instead of `$`, reject.
        // Until version 11 the same follows from the rules about the auth events, of which the
        // create event is one.
        if (create == null) {
            return missingCreate(event.rules(), steps);
        }
        if (!create.roomId().equals(event.roomId())) {
            return otherRoom(event.rules(), steps);
        }
        return checkInRoom(Check.of(event, state, create));
    }

    /// Checks the rules about the `auth_events` of the event.
    ///
    /// @param authEvents all events that `auth_events` names, in any order
    /// @param rejected which of them were rejected
    public static AuthResult checkAuthEvents(
            Event event, List<Event> authEvents, Predicate<EventId> rejected) {
        return AuthEventRules.check(event, authEvents, rejected);
    }

    /// Checks the rules about the `auth_events` of the event, none of which was rejected.
    public static AuthResult checkAuthEvents(Event event, List<Event> authEvents) {
        return checkAuthEvents(event, authEvents, id -> false);
    }

    /// Returns the entries of a room's state that an event has to name as its `auth_events`, as far as the room has them.
    ///
    /// Spec: server-server-api#auth-events-selection (v1.19).
    public static List<StateKeyPair> authEventsFor(
            String type,
            UserId sender,
            @Nullable String stateKey,
            JsonObject content,
            RoomRules rules) {
        return AuthEventSelection.select(type, sender.toString(), stateKey, content, rules);
    }

    private static AuthResult missingCreate(RoomRules rules, StepNumbers steps) {
        String rule = rules.roomIdFromCreate() ? steps.roomId() : steps.authEvents() + ".4";
        return new AuthResult.Rejected(rule, "The room has no create event", false);
    }

    private static AuthResult otherRoom(RoomRules rules, StepNumbers steps) {
        String rule = rules.roomIdFromCreate() ? steps.roomId() : steps.authEventsRoom();
        return new AuthResult.Rejected(rule, "The create event is that of another room", false);
    }

    private static AuthResult checkInRoom(Check check) {
        StepNumbers steps = check.steps();
        Event event = check.event();
        // 4. If the `content` of the `m.room.create` event in the room state has the property
        // `m.federate` set to
        // `false`, and the `sender` domain of the event does not match the `sender` domain of the
        // create event, reject.
        if (!check.create().federates()
                && !event.sender().server().equals(check.createEvent().sender().server())) {
            return check.reject(steps.federate(), "The room is not open to other servers");
        }
        // Until version 5: 4. If type is `m.room.aliases`:
        if (event.rules().aliasesAuthRule() && event.type().equals(EventTypes.ALIASES)) {
            return checkAliases(check);
        }
        // 5. If type is `m.room.member`:
        if (event.type().equals(EventTypes.MEMBER)) {
            return MemberRules.check(check);
        }
        // 6. If the `sender`'s current membership state is not `join`, reject.
        if (!check.senderIs(Membership.JOIN)) {
            return check.reject(steps.senderJoined(), "The sender is not in the room");
        }
        return checkLevels(check);
    }

    private static AuthResult checkAliases(Check check) {
        String aliases = check.steps().aliases();
        Optional<String> stateKey = check.event().stateKey();
        // 4.1. If event has no `state_key`, reject.
        if (stateKey.isEmpty()) {
            return check.reject(aliases + ".1", "Aliases have no state key");
        }
        // 4.2. If sender's domain doesn't match `state_key`, reject.
        ServerName server = check.event().sender().server();
        if (!stateKey.orElseThrow().equals(server.text())) {
            return check.reject(aliases + ".2", "Aliases of another server than the sender's");
        }
        // 4.3. Otherwise, allow.
        return check.allow(aliases + ".3");
    }

    private static AuthResult checkLevels(Check check) {
        StepNumbers steps = check.steps();
        Event event = check.event();
        // 7. If type is `m.room.third_party_invite`:
        if (event.type().equals(EventTypes.THIRD_PARTY_INVITE)) {
            // 7.1. Allow if and only if `sender`'s current power level is greater than or equal to
            // the *invite level*.
            String rule = steps.thirdPartyInvite() + ".1";
            return check.senderLevel() >= check.levels().invite()
                    ? check.allow(rule)
                    : check.reject(rule, "The sender's power level is too low to invite");
        }
        // 8. If the event type's *required power level* is greater than the `sender`'s power level,
        // reject.
        long required = check.levels().event(event.type(), event.isState());
        if (required > check.senderLevel()) {
            return check.reject(
                    steps.requiredLevel(),
                    "The sender's power level is too low to send " + event.type());
        }
        // 9. If the event has a `state_key` that starts with an `@` and does not match the
        // `sender`, reject.
        if (event.stateKey().filter(key -> key.startsWith("@")).isPresent()
                && !check.concernsSender()) {
            return check.reject(steps.stateKey(), "The state key is the id of another user");
        }
        return checkContent(check);
    }

    private static AuthResult checkContent(Check check) {
        // 10. If type is `m.room.power_levels`:
        if (check.event().type().equals(EventTypes.POWER_LEVELS)) {
            return new PowerLevelRules(check).check();
        }
        // Until version 2: 11. If type is `m.room.redaction`:
        if (check.rules().redactionAuthRule()
                && check.event().type().equals(EventTypes.REDACTION)) {
            return RedactionRule.check(check);
        }
        // 11. Otherwise, allow.
        return check.allow(check.steps().otherwise());
    }
}
