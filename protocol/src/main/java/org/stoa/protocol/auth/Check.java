package org.stoa.protocol.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.CreateContent;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.version.RoomRules;

/// One event under check, with what the rules ask about it and the room.
record Check(
        Event event,
        AuthState state,
        Event createEvent,
        PowerLevels levels,
        StepNumbers steps,
        String sender) {

    static Check of(Event event, AuthState state, Event createEvent) {
        Event powerLevels = state.get(EventTypes.POWER_LEVELS, "");
        return new Check(
                event,
                state,
                createEvent,
                PowerLevels.of(createEvent, powerLevels),
                StepNumbers.of(event.rules()),
                event.sender().toString());
    }

    RoomRules rules() {
        return event.rules();
    }

    CreateContent create() {
        return CreateContent.of(createEvent);
    }

    @Nullable Event powerLevelsEvent() {
        return state.get(EventTypes.POWER_LEVELS, "");
    }

    Membership membership(String userId) {
        return RoomMember.membershipIn(state.get(EventTypes.MEMBER, userId));
    }

    boolean senderIs(Membership membership) {
        return membership(sender) == membership;
    }

    long senderLevel() {
        return levels.user(sender);
    }

    JoinRule joinRule() {
        return JoinRules.of(state.get(EventTypes.JOIN_RULES, "")).rule();
    }

    /// Whether the state key names the sender.
    boolean concernsSender() {
        return event.stateKey().filter(sender::equals).isPresent();
    }

    /// Returns the user that a member event is about; empty when the state key is missing or no user id.
    Optional<UserId> target() {
        return event.stateKey().flatMap(UserId::tryParse);
    }

    AuthResult allow(String rule) {
        return new AuthResult.Allowed(rule);
    }

    AuthResult reject(String rule, String reason) {
        return new AuthResult.Rejected(rule, reason, false);
    }

    /// Rejects the event for what it says, whoever sends it.
    AuthResult malformed(String rule, String reason) {
        return new AuthResult.Rejected(rule, reason, true);
    }
}
