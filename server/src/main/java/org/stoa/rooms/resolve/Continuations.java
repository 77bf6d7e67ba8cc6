package org.stoa.rooms.resolve;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.auth.StateKeyPair;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;
import org.stoa.protocol.state.AuthGraph;
import org.stoa.protocol.version.StateResolution;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Considered;
import org.stoa.rooms.head.Frontier;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.state.StateAfter;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;

/// What states resolve to when one of them has gone on by one event since the last time, without resolving them from the beginning,
/// where that comes to the same. Only for the holder of the room's lock.
///
/// Let an event e take over a key k in one of the states. If no other state has k, nobody's authorisation in the last resolution read
/// k, and the keys that the authorisation of e reads are nothing that was decided about, then:
///
/// - The conflicted state set has e more, and the event that e replaced less. If the auth events of both are in all states, the auth
///   difference changes by these two only; since version 12 they must also lead to nothing that was decided about, or the conflicted
///   state subgraph would grow.
/// - e is no power event, and no event that was decided about names it or what it replaced. So the power events, the order of all
///   others and what they are checked against stay, and with that what became of them.
/// - e is checked against what all states have the same, or against its own auth events, and by both it was accepted already. It is
///   the only one for k, so it holds k.
///
/// What e replaces is looked at only when it is of a type that authorises nobody. In all other cases the states are resolved.
///
/// Spec: rooms/v2#algorithm, rooms/v12#algorithm (v1.19).
final class Continuations {
    private static final Set<String> OF_ALL =
            Set.of(
                    EventTypes.CREATE,
                    EventTypes.POWER_LEVELS,
                    EventTypes.JOIN_RULES,
                    EventTypes.THIRD_PARTY_INVITE);

    private final Database database;
    private final EventStore events;
    private final KnownStates known;
    private final AuthGraphs graphs;

    Continuations(Database database, EventStore events, KnownStates known, AuthGraphs graphs) {
        this.database = database;
        this.events = events;
        this.known = known;
        this.graphs = graphs;
    }

    /// The keys that the authorisation of an event may read, and some more.
    static Set<StateKeyPair> reads(Event event) {
        Set<StateKeyPair> read =
                new HashSet<>(
                        AuthRules.authEventsFor(
                                event.type(),
                                event.sender(),
                                event.stateKey().orElse(null),
                                event.content(),
                                event.rules()));
        read.add(new StateKeyPair(EventTypes.CREATE, ""));
        read.add(new StateKeyPair(EventTypes.POWER_LEVELS, ""));
        read.add(new StateKeyPair(EventTypes.JOIN_RULES, ""));
        read.add(new StateKeyPair(EventTypes.MEMBER, event.sender().toString()));
        if (event.type().equals(EventTypes.MEMBER)) {
            read.add(StateKeyPair.of(event));
        }
        return read;
    }

    /// What the states resolve to; empty when they have to be resolved from the beginning.
    Optional<StateMap> of(RoomUpdate update, Set<StateAfter> afters) {
        Frontier last = update.forks().frontier();
        if (last == null
                || update.head().isPartial()
                || !last.contents().equals(update.room().stateContents())) {
            return Optional.empty();
        }
        StateAfter gone = onlyIn(last.afters(), afters);
        StateAfter next = onlyIn(afters, last.afters());
        if (gone == null || next == null) {
            return Optional.empty();
        }
        StateMap before = known.whole(update, next.before());
        if (isDifferent(before, known.whole(update, gone))) {
            return Optional.empty();
        }
        if (next.isStored()) {
            update.forks()
                    .frontier(
                            new Frontier(afters, last.state(), last.considered(), last.contents()));
            return Optional.of(last.state());
        }
        Step step = new Step(update, afters, last, next, before);
        return step.isAlone() ? Optional.of(step.take()) : Optional.empty();
    }

    /// The only one that is in these and not in the others; null when there is none, or more.
    private static @Nullable StateAfter onlyIn(Set<StateAfter> these, Set<StateAfter> others) {
        List<StateAfter> only =
                these.stream().filter(each -> !others.contains(each)).limit(2).toList();
        return only.size() == 1 ? only.getFirst() : null;
    }

    private static boolean isDifferent(StateMap one, StateMap other) {
        boolean[] differ = {false};
        one.forEachDifference(other, (key, here, there) -> differ[0] = true);
        return differ[0];
    }

    /// One event on top of one of the states.
    private final class Step {
        private final RoomUpdate update;
        private final Set<StateAfter> afters;
        private final Frontier last;
        private final StateAfter next;
        private final StateMap before;
        private final Considered considered;
        private final Event event;
        private final Set<StateKeyPair> reads;

        Step(
                RoomUpdate update,
                Set<StateAfter> afters,
                Frontier last,
                StateAfter next,
                StateMap before) {
            this.update = update;
            this.afters = afters;
            this.last = last;
            this.next = next;
            this.before = before;
            this.considered = last.considered();
            this.event = events.get(next.event()).parsed();
            this.reads = Continuations.reads(event);
        }

        /// Whether nothing but the key of the event becomes another one.
        boolean isAlone() {
            if (OF_ALL.contains(event.type())
                    || (isMember() && !isEntering())
                    || isHeldOtherwise()
                    || considered.isRead(StateKeyPair.of(event))
                    || !isOnlyForItsKey()
                    || reads.stream().anyMatch(this::isDecided)) {
                return false;
            }
            AuthGraph graph =
                    graphs.prepared(update.room(), update.forks(), List.of(next.on(before)))
                            .graph();
            long replaced = before.event(next.stateKey());
            return areAuthsCommon(graph, next.event())
                    && (replaced == 0 || areAuthsCommon(graph, replaced));
        }

        /// Whether the last state has the key otherwise than the state that goes on, or it is that of a member who was there: asked first,
        /// since it costs nothing.
        private boolean isHeldOtherwise() {
            long replaced = before.event(next.stateKey());
            return last.state().event(next.stateKey()) != replaced || (replaced != 0 && isMember());
        }

        private boolean isMember() {
            return event.type().equals(EventTypes.MEMBER);
        }

        private boolean isEntering() {
            return RoomMember.of(event)
                    .membership()
                    .filter(each -> each != Membership.LEAVE && each != Membership.BAN)
                    .isPresent();
        }

        /// Whether no state has the key, or only the one that goes on, by an event that authorises nobody.
        private boolean isOnlyForItsKey() {
            long key = next.stateKey();
            long replaced = before.event(key);
            if (replaced == 0) {
                return considered.event(key) == 0;
            }
            return considered.event(key) == replaced
                    && afters.stream()
                            .filter(after -> !after.equals(next))
                            .allMatch(after -> known.whole(update, after).event(key) == 0);
        }

        private boolean isDecided(StateKeyPair key) {
            return database.names()
                    .findStateKey(key.type(), key.key())
                    .filter(number -> considered.event(number) != 0)
                    .isPresent();
        }

        /// Whether all states have the auth events of an event, and these lead to nothing that was decided about.
        private boolean areAuthsCommon(AuthGraph graph, long number) {
            List<Long> auths = Arrays.stream(graph.auths(number)).boxed().toList();
            Map<Long, StoredEvent> stored = database.read(tx -> events.getAll(tx, auths));
            boolean isRevised = update.room().rules().stateResolution() == StateResolution.V2_1;
            for (Long auth : auths) {
                StoredEvent found = stored.get(auth);
                long key = found == null ? 0 : found.header().stateKey();
                if (key == 0
                        || considered.event(key) != 0
                        || before.event(key) != auth
                        || last.state().event(key) != auth) {
                    return false;
                }
                if (isRevised
                        && graph.leadsTo(auth, considered::has, considered.leadingNowhere())) {
                    return false;
                }
            }
            return true;
        }

        /// Takes the event in.
        StateMap take() {
            long key = next.stateKey();
            if (before.event(key) == 0) {
                considered.add(key, next.event(), reads);
            } else {
                considered.replace(key, next.event(), reads);
            }
            StateMap state = last.state().with(key, next.event(), 0);
            update.forks().frontier(new Frontier(afters, state, considered, last.contents()));
            return state;
        }
    }
}
