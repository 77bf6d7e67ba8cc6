package org.stoa.rooms.resolve;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Standing;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Names;

/// Says which current state the events of one update are checked against, without resolving it anew for each. Only for the holder
/// of the room's lock.
///
/// A chain of events behind a fork makes another current state with each of its state events. But the checks of the next event read
/// few keys of it: the power levels, the join rules, memberships. As long as each event follows one extremity, names auth events out
/// of the state before it, and takes nobody's power, what was resolved last has the same values under these keys, but for those that
/// the events themselves have taken over. Who reads one of these has the state resolved.
///
/// This decides only who is soft-failed, which each server does by what it knows at the time. What is stored as the current state
/// is always resolved, once for each update: [PriorStates#settle].
///
/// Spec: server-server-api#soft-failure, rooms/v2#definitions, "Power events" (v1.19).
public final class Standings {
    private static final Set<String> OF_ALL =
            Set.of(EventTypes.CREATE, EventTypes.POWER_LEVELS, EventTypes.JOIN_RULES);

    private final PriorStates priorStates;
    private final EventStore events;
    private final Names names;

    /// Creates it.
    public Standings(PriorStates priorStates, EventStore events, Names names) {
        this.priorStates = priorStates;
        this.events = events;
        this.names = names;
    }

    /// The current state after the events of the update so far, as far as the authorisation rules read it for this event.
    public StateMap currentFor(RoomUpdate update, Event event) {
        Standing standing = update.forks().standing();
        if (standing != null
                && standing.extremities().equals(update.head().extremities())
                && !reads(event, standing.changed())) {
            return standing.state();
        }
        StateMap state = priorStates.current(update);
        update.forks().standing(new Standing(state, update.head().extremities(), Set.of()));
        return state;
    }

    private boolean reads(Event event, Set<Long> changed) {
        return !changed.isEmpty()
                && AuthRules.authEventsFor(
                                event.type(),
                                event.sender(),
                                event.stateKey().orElse(null),
                                event.content(),
                                event.rules())
                        .stream()
                        .flatMap(pair -> names.findStateKey(pair.type(), pair.key()).stream())
                        .anyMatch(changed::contains);
    }

    /// Takes note of an event that has become an extremity.
    ///
    /// @param were the extremities before
    /// @param auths its auth events
    /// @param before the state before it
    public void accepted(
            RoomUpdate update,
            StoredEvent event,
            List<Extremity> were,
            List<StoredEvent> auths,
            StateMap before) {
        Standing standing = update.forks().standing();
        if (standing == null) {
            return;
        }
        Set<Long> changed =
                standing.extremities().equals(were) && follows(event.parsed().prevEvents(), were)
                        ? changed(standing, event, auths, before)
                        : null;
        update.forks()
                .standing(
                        changed == null
                                ? null
                                : new Standing(
                                        standing.state(), update.head().extremities(), changed));
    }

    private static boolean follows(List<EventId> prevs, List<Extremity> extremities) {
        return prevs.size() == 1
                && extremities.stream().anyMatch(each -> each.eventId().equals(prevs.getFirst()));
    }

    /// The keys that have changed then; null when more may have.
    private @Nullable Set<Long> changed(
            Standing standing, StoredEvent event, List<StoredEvent> auths, StateMap before) {
        if (!event.isState()) {
            return standing.changed();
        }
        boolean namesOthers =
                auths.stream()
                        .anyMatch(each -> before.event(each.header().stateKey()) != each.event());
        if (namesOthers || OF_ALL.contains(event.type())) {
            return null;
        }
        return switch (event.type()) {
            case EventTypes.MEMBER -> changedByMember(standing, event, before);
            case EventTypes.THIRD_PARTY_INVITE -> with(standing, event);
            default -> standing.changed();
        };
    }

    private @Nullable Set<Long> changedByMember(
            Standing standing, StoredEvent event, StateMap before) {
        Optional<Membership> membership = RoomMember.of(event.parsed()).membership();
        boolean isOwn =
                event.parsed().stateKey().equals(Optional.of(event.parsed().sender().toString()));
        boolean isBarred =
                membership
                        .filter(each -> each != Membership.BAN && each != Membership.LEAVE)
                        .isEmpty();
        if (isBarred && !isOwn) {
            return null;
        }
        long key = event.header().stateKey();
        boolean isSame =
                before.event(key) != 0
                        && before.event(key) == standing.state().event(key)
                        && RoomMember.of(events.get(before.event(key)).parsed())
                                .membership()
                                .equals(membership);
        return isSame ? standing.changed() : with(standing, event);
    }

    private static Set<Long> with(Standing standing, StoredEvent event) {
        Set<Long> changed = new HashSet<>(standing.changed());
        changed.add(event.header().stateKey());
        return changed;
    }
}
