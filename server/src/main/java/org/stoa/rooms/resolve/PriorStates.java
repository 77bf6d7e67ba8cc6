package org.stoa.rooms.resolve;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Considered;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Forks.Resolved;
import org.stoa.rooms.head.Frontier;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.persist.CurrentState;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.state.StateAfter;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Database;

/// Finds the state before an event by its prev events, and the current state by the extremities of the room. Only for the
/// holder of the room's lock.
///
/// 1. The prev events are exactly the extremities that the current state was made for: the current state. Nothing is read
///    or written, and this is nearly every event.
/// 2. One prev event: the state before it, with itself when it is a state event that was not rejected.
/// 3. Several: the resolution of the states after them, which is kept by the set of these states. When it equals one of
///    them, or the current state, that one is taken.
///    The states after the extremities are not resolved from the beginning where one of them has just gone on: {@link Continuations}.
/// 4. Else the state is stored beside the main line, near to what it differs from least: {@link ForkLines}.
public final class PriorStates {
    /// Extremities of which the events are in memory at once: each may have 64 kB.
    private static final int CHUNK = 200;

    private final Database database;
    private final EventStore events;
    private final KnownStates known;
    private final RoomResolver resolver;
    private final ForkLines lines;
    private final CurrentState currentState;
    private final Continuations continuations;

    /// Creates it.
    public PriorStates(
            Database database,
            EventStore events,
            KnownStates known,
            RoomResolver resolver,
            ForkLines lines,
            CurrentState currentState) {
        this.database = database;
        this.events = events;
        this.known = known;
        this.resolver = resolver;
        this.lines = lines;
        this.currentState = currentState;
        this.continuations = resolver.continuations(known);
    }

    /// The state before an event with these prev events, stored if it was not yet.
    ///
    /// @param prevs prev events that have a state of their own
    /// @param given what another server says of the state, when some prev events are not here; null when all are
    public StateBefore before(
            RoomUpdate update, List<StoredEvent> prevs, @Nullable StateMap given) {
        return before(update, prevs, given, null);
    }

    /// The same for an event whose state may be far from the current one.
    ///
    /// @param near a state that may differ from it in few keys; null for none
    public StateBefore before(
            RoomUpdate update,
            List<StoredEvent> prevs,
            @Nullable StateMap given,
            @Nullable StateRef near) {
        if (given == null && areExtremities(update.head(), prevs)) {
            settle(update);
            RoomHead head = update.head();
            return new StateBefore(head.stateRef(), head.state(), true);
        }
        Set<StateAfter> afters = after(update, prevs);
        Resolved merged = given == null ? merged(update, afters) : withGiven(update, afters, given);
        StateRef ref = merged.ref();
        if (ref == null) {
            ref = store(update, candidates(afters, near), merged.state());
            if (given == null) {
                update.forks().resolved(afters, new Resolved(known.whole(update, ref), ref));
            }
        }
        return new StateBefore(ref, known.whole(update, ref), false);
    }

    /// The state before an event that is looked at again, stored if it was not yet; also when the event is followed by others.
    ///
    /// @param prevs prev events that have a state of their own
    /// @param given the states after prev events that have none here
    public StateBefore again(RoomUpdate update, List<StoredEvent> prevs, List<StateMap> given) {
        Set<StateAfter> afters = after(update, prevs);
        Resolved resolved = again(update, afters, given);
        StateRef ref = resolved.ref();
        if (ref == null) {
            ref = store(update, candidates(afters, null), resolved.state());
        }
        return new StateBefore(ref, known.whole(update, ref), false);
    }

    /// The same without storing it.
    public StateMap unstored(RoomUpdate update, List<StoredEvent> prevs, List<StateMap> given) {
        return again(update, after(update, prevs), given).state();
    }

    private Resolved again(RoomUpdate update, Set<StateAfter> afters, List<StateMap> given) {
        return given.isEmpty()
                ? merged(update, afters)
                : withGiven(update, afters, resolver.resolve(update.room(), update.forks(), given));
    }

    /// The whole of a stored state.
    public StateMap whole(RoomUpdate update, StateRef ref) {
        return known.whole(update, ref);
    }

    /// The state that is current after the events of the update so far, without storing it.
    public StateMap current(RoomUpdate update) {
        RoomHead head = update.head();
        return head.settled() || isPutOff(head)
                ? head.state()
                : mergedEnds(update, afterExtremities(update)).state();
    }

    /// The same, resolved with the state before an event below which something is missing. This server may have been away and
    /// know less than others; but gaps are easy to make, so that state alone does not decide either.
    public StateMap currentWith(RoomUpdate update, StateMap given) {
        return resolver.resolve(update.room(), update.forks(), List.of(current(update), given));
    }

    /// Makes the current state what follows from the extremities, unless there are so many that it waits for events which
    /// merge them.
    public void settle(RoomUpdate update) {
        if (!isPutOff(update.head())) {
            settleAll(update);
        }
    }

    /// Makes the current state what follows from the extremities, also when there are many. Of very many different states only some
    /// are resolved ([ManyEnds]), since each may have to be read as a whole.
    public void settleAll(RoomUpdate update) {
        if (update.head().settled()) {
            return;
        }
        Set<StateAfter> afters = afterExtremities(update);
        currentState.become(update, mergedEnds(update, afters).state());
        RoomHead head = update.head();
        update.forks().resolved(afters, new Resolved(head.state(), head.stateRef()));
        update.head(head.withExtremities(head.extremities(), true));
    }

    /// How often states that differ were resolved, in all rooms, since the server was started.
    public long resolutions() {
        return resolver.resolved();
    }

    private static boolean isPutOff(RoomHead head) {
        return head.extremities().size() > Extremity.MAX_RESOLVED;
    }

    private static boolean areExtremities(RoomHead head, List<StoredEvent> prevs) {
        List<Extremity> extremities = head.extremities();
        return extremities.size() == prevs.size()
                && !isPutOff(head)
                && !extremities.isEmpty()
                && extremities.stream()
                        .allMatch(
                                extremity ->
                                        prevs.stream()
                                                .anyMatch(
                                                        prev -> prev.event() == extremity.event()));
    }

    private Set<StateAfter> afterExtremities(RoomUpdate update) {
        List<Long> numbers = update.head().extremities().stream().map(Extremity::event).toList();
        ManyEnds ends = new ManyEnds();
        for (int at = 0; at < numbers.size(); at += CHUNK) {
            List<Long> chunk = numbers.subList(at, Math.min(at + CHUNK, numbers.size()));
            Map<Long, StoredEvent> found = database.read(tx -> events.getAll(tx, chunk));
            for (Long number : chunk) {
                StoredEvent event = requireNonNull(found.get(number));
                ServerName server = database.names().userId(event.header().sender()).server();
                ends.add(server, unsimplified(event));
            }
        }
        Set<StateAfter> afters = new LinkedHashSet<>();
        ends.chosen().forEach(after -> afters.add(known.simplified(update, after)));
        return afters;
    }

    private Set<StateAfter> after(RoomUpdate update, List<StoredEvent> prevs) {
        Set<StateAfter> afters = new LinkedHashSet<>();
        for (StoredEvent prev : prevs) {
            afters.add(after(update, prev));
        }
        return afters;
    }

    private StateAfter after(RoomUpdate update, StoredEvent event) {
        return known.simplified(update, unsimplified(event));
    }

    /// The state after an event. Of a rejected one it is the state before it.
    private static StateAfter unsimplified(StoredEvent event) {
        boolean changes = event.isState() && (event.header().flags() & EventFlags.REJECTED) == 0;
        return changes
                ? new StateAfter(event.before(), event.header().stateKey(), event.event())
                : StateAfter.of(event.before());
    }

    private Resolved merged(RoomUpdate update, Set<StateAfter> afters) {
        Optional<Resolved> kept = update.forks().resolved(afters);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (afters.size() == 1) {
            StateAfter only = afters.iterator().next();
            return new Resolved(known.whole(update, only), only.isStored() ? only.before() : null);
        }
        return keep(
                update,
                afters,
                resolver.resolve(update.room(), update.forks(), wholes(update, afters)));
    }

    /// The same for the states after the extremities, of which often only one has gone on since the last time.
    private Resolved mergedEnds(RoomUpdate update, Set<StateAfter> afters) {
        if (afters.size() == 1 || update.forks().resolved(afters).isPresent()) {
            return merged(update, afters);
        }
        Optional<StateMap> continued = continuations.of(update, afters);
        if (continued.isPresent()) {
            assert resolver.isResolution(
                    update.room(), update.forks(), wholes(update, afters), continued.get());
            return keep(update, afters, continued.get());
        }
        Object contents = update.room().stateContents();
        RoomResolver.Resolved resolved =
                resolver.resolved(update.room(), update.forks(), wholes(update, afters));
        Considered considered = resolved.considered();
        if (considered != null && !update.head().isPartial()) {
            update.forks().frontier(new Frontier(afters, resolved.state(), considered, contents));
        }
        return keep(update, afters, resolved.state());
    }

    private Resolved keep(RoomUpdate update, Set<StateAfter> afters, StateMap state) {
        Resolved result = new Resolved(state, equal(update, afters, state));
        update.forks().resolved(Set.copyOf(afters), result);
        return result;
    }

    private List<StateMap> wholes(RoomUpdate update, Set<StateAfter> afters) {
        List<StateMap> states = new ArrayList<>();
        Map<StateRef, StateMap> bases = new HashMap<>();
        for (StateAfter after : afters) {
            StateMap base = bases.computeIfAbsent(after.before(), ref -> known.whole(update, ref));
            states.add(after.on(base));
        }
        return states;
    }

    private Resolved withGiven(RoomUpdate update, Set<StateAfter> afters, StateMap given) {
        List<StateMap> states = new ArrayList<>();
        states.add(given);
        afters.forEach(after -> states.add(known.whole(update, after)));
        StateMap state = resolver.resolve(update.room(), update.forks(), states);
        return new Resolved(state, equal(update, afters, state));
    }

    /// Where an equal state is stored, if it is one of these or the current one.
    private @Nullable StateRef equal(RoomUpdate update, Set<StateAfter> afters, StateMap state) {
        RoomHead head = update.head();
        if (distance(state, head.state()) == 0) {
            return head.stateRef();
        }
        for (StateAfter after : afters) {
            if (after.isStored() && distance(state, known.whole(update, after.before())) == 0) {
                return after.before();
            }
        }
        return null;
    }

    private static Set<StateRef> candidates(Set<StateAfter> afters, @Nullable StateRef near) {
        Set<StateRef> candidates = new LinkedHashSet<>();
        afters.forEach(after -> candidates.add(after.before()));
        if (near != null) {
            candidates.add(near);
        }
        return candidates;
    }

    private StateRef store(RoomUpdate update, Set<StateRef> candidates, StateMap state) {
        StateRef nearest = update.head().stateRef();
        StateMap nearestState = update.head().state();
        int least = distance(state, nearestState);
        for (StateRef candidate : candidates) {
            StateMap other = known.whole(update, candidate);
            int differing = distance(state, other);
            if (differing < least) {
                least = differing;
                nearest = candidate;
                nearestState = other;
            }
        }
        return lines.store(update, state, nearest, nearestState);
    }

    /// In how many keys two states differ.
    private static int distance(StateMap state, StateMap other) {
        int[] differing = {0};
        state.forEachDifference(other, (key, here, there) -> differing[0]++);
        return differing[0];
    }
}
