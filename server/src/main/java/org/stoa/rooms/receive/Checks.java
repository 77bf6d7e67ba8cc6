package org.stoa.rooms.receive;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthResult;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.AuthState;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Names;

/// The checks of an event against the rules of its room, as the specification numbers them. Steps 1 to 3 (format,
/// signatures, hashes) are made by whoever received it. Each returns why the event fails; empty when it passes.
///
/// Spec: server-server-api#checks-performed-on-receipt-of-a-pdu (v1.19).
final class Checks {
    private final EventStore events;
    private final Names names;

    Checks(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    /// Our own: an event follows others of its room, and names no events of other rooms.
    static Optional<String> place(Event event, References references) {
        if (!references.strangers().isEmpty()) {
            return Optional.of("It names an event of another room");
        }
        if (event.prevEvents().contains(event.eventId())
                || event.authEvents().contains(event.eventId())) {
            return Optional.of("It names itself");
        }
        // The create event of the room is here since the room is.
        if (event.prevEvents().isEmpty()) {
            return Optional.of("It follows no event");
        }
        return Optional.empty();
    }

    /// 4. Passes authorisation rules based on the event's auth events, otherwise it is rejected.
    ///
    /// @param create the room's create event, where the room id implies it
    static Optional<String> byAuthEvents(
            Event event, List<StoredEvent> auths, @Nullable Event create) {
        List<Event> parsed = auths.stream().map(StoredEvent::parsed).toList();
        Set<EventId> rejected = new HashSet<>();
        for (StoredEvent auth : auths) {
            if ((auth.header().flags() & EventFlags.REJECTED) != 0) {
                rejected.add(auth.eventId());
            }
        }
        Optional<String> failed =
                failure(AuthRules.checkAuthEvents(event, parsed, rejected::contains));
        if (failed.isPresent()) {
            return failed;
        }
        AuthState named = AuthState.of(parsed);
        boolean isImplied = event.rules().roomIdFromCreate() && create != null;
        AuthState state =
                !isImplied
                        ? named
                        : (type, key) ->
                                type.equals(EventTypes.CREATE) && key.isEmpty()
                                        ? create
                                        : named.get(type, key);
        return failure(AuthRules.check(event, state));
    }

    /// 5. Passes authorisation rules based on the state before the event, otherwise it is rejected.
    Optional<String> byStateBefore(Event event, StateMap before) {
        return failure(AuthRules.check(event, view(before)));
    }

    /// 6. Passes authorisation rules based on the current state of the room, otherwise it is "soft failed".
    Optional<String> byCurrentState(Event event, StateMap current) {
        return failure(AuthRules.check(event, view(current)));
    }

    /// Where most members are not known: the state with those that the event itself names, and that the state says nothing of.
    /// Whether they still are what they were then turns out when all are known.
    static StateMap withNamed(StateMap state, List<StoredEvent> auths) {
        StateMap more = state;
        for (StoredEvent auth : auths) {
            boolean isMember = auth.isState() && auth.type().equals(EventTypes.MEMBER);
            boolean isUsable = (auth.header().flags() & EventFlags.REJECTED) == 0;
            if (isMember && isUsable && more.event(auth.header().stateKey()) == 0) {
                more = more.with(auth.header().stateKey(), auth.event(), 0);
            }
        }
        return more;
    }

    /// A state by types and keys.
    StateView view(StateMap state) {
        return new StateView(state, names, events);
    }

    private static Optional<String> failure(AuthResult result) {
        return result instanceof AuthResult.Rejected rejected
                ? Optional.of(rejected.rule() + ": " + rejected.reason())
                : Optional.empty();
    }
}
