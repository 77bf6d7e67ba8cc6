package org.stoa.protocol.auth;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;

/// Rule 3 (2 until version 11): the `auth_events` of an event.
final class AuthEventRules {

    private AuthEventRules() {}

    static AuthResult check(Event event, List<Event> authEvents, Predicate<EventId> rejected) {
        StepNumbers steps = StepNumbers.of(event.rules());
        // 1. If type is `m.room.create`: is decided before; it has no auth events.
        if (event.type().equals(EventTypes.CREATE)) {
            return CreateRules.check(event);
        }
        String rule = steps.authEvents();
        // 3. Considering the event's `auth_events`:
        // 3.1. If there are duplicate entries for a given `type` and `state_key` pair, reject.
        Set<StateKeyPair> present = new HashSet<>();
        for (Event authEvent : authEvents) {
            if (authEvent.isState() && !present.add(StateKeyPair.of(authEvent))) {
                return reject(rule + ".1", "Two auth events have the same type and state key");
            }
        }
        // 3.2. If there are entries whose `type` and `state_key` don't match those specified by the
        // auth events selection
        // algorithm described in the server specification, reject.
        if (!authEvents.stream().allMatch(Event::isState)
                || !expected(event).containsAll(present)) {
            return reject(rule + ".2", "An auth event is not one that this event needs");
        }
        // 3.3. If there are entries which were themselves rejected under the checks performed on
        // receipt of a PDU,
        // reject.
        if (authEvents.stream().map(Event::eventId).anyMatch(rejected)) {
            return reject(rule + ".3", "An auth event was rejected");
        }
        // Until version 11: 2.4. If there is no `m.room.create` event among the entries, reject.
        if (!event.rules().roomIdFromCreate()
                && !present.contains(new StateKeyPair(EventTypes.CREATE, ""))) {
            return reject(rule + ".4", "The create event is not among the auth events");
        }
        // 3.4. If any event in `auth_events` has a `room_id` which does not match that of the event
        // being authorised,
        // reject.
        if (!authEvents.stream().allMatch(auth -> auth.roomId().equals(event.roomId()))) {
            return reject(steps.authEventsRoom(), "An auth event is of another room");
        }
        return new AuthResult.Allowed(rule);
    }

    private static Set<StateKeyPair> expected(Event event) {
        return new HashSet<>(
                AuthEventSelection.select(
                        event.type(),
                        event.sender().toString(),
                        event.stateKey().orElse(null),
                        event.content(),
                        event.rules()));
    }

    private static AuthResult reject(String rule, String reason) {
        return new AuthResult.Rejected(rule, reason, false);
    }
}
