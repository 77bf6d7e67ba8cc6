package org.stoa.federation.receive;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.federation.fetch.Below;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.federation.receive.Staging.Staged;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.ReceivedEvents;
import org.stoa.rooms.receive.Sorted;
import org.stoa.rooms.receive.Verdict;

/// Takes in the events that wait in a room: first those whose prev events have come meanwhile; then, for each of the others,
/// what is missing is fetched. For one thread a room.
///
/// What one event can cause is bounded: its auth chain, ten requests for the events below it from each of a few servers, the event
/// that is missing right below these with the state before it, and the state before three of these.
///
/// Spec: server-server-api#backfilling-and-retrieving-missing-events, #retrieving-events (v1.19).
final class GapFilling {
    private static final Logger LOG = LoggerFactory.getLogger(GapFilling.class);

    /// Events that are looked at together.
    private static final int BATCH = 50;

    /// States that are fetched for one event that waits.
    private static final int MAX_STATES = 3;

    /// How often an event waits for servers that do not answer, before the events below it are jumped over.
    private static final int PATIENCE = 3;

    /// Auth chains that are fetched for one event that waits.
    private static final int MAX_CHAINS = 5;

    /// Events of one server for which nothing could be had, before its others in the room are left for later: that one server sends many
    /// such events is no reason not to look for what those of the others lack.
    private static final int MAX_FAILURES_OF_ORIGIN = 3;

    /// The same for events of all servers.
    private static final int MAX_FAILURES = 30;

    private final Staging staging;
    private final ReceivedEvents events;
    private final OutsideRooms outside;
    private final FetchModule fetch;
    private final NextBelow nextBelow;

    GapFilling(Staging staging, ReceivedEvents events, OutsideRooms outside, FetchModule fetch) {
        this.staging = staging;
        this.events = events;
        this.outside = outside;
        this.fetch = fetch;
        this.nextBelow = new NextBelow(events, fetch);
    }

    /// Does what can be done now.
    void work(Room room) {
        if (!outside.isHere(room.roomId())) {
            staging.deleteAll(room);
            return;
        }
        takeReady(room);
        Pass pass = new Pass();
        while (!Thread.currentThread().isInterrupted()) {
            List<Staged> due = staging.due(room, BATCH);
            if (due.isEmpty()) {
                return;
            }
            fill(room, due, pass);
        }
    }

    /// What failed since the worker began: after a few failures nothing is asked any more, so that many bad events cause no
    /// more requests than few.
    private static final class Pass {
        private final Set<EventId> failed = new HashSet<>();
        private final Map<ServerName, Integer> ofOrigin = new HashMap<>();
        private int failures;

        /// Whether it makes sense to ask others about an event.
        boolean mayFill(Staged staged) {
            return failures < MAX_FAILURES
                    && ofOrigin.getOrDefault(staged.origin(), 0) < MAX_FAILURES_OF_ORIGIN
                    && staged.event().prevEvents().stream().noneMatch(failed::contains);
        }

        void failed(Staged staged) {
            failures++;
            ofOrigin.merge(staged.origin(), 1, Integer::sum);
        }
    }

    /// Has those that are due wait, after working on them has failed.
    void giveUpFor(Room room) {
        Map<EventId, Staged> failed = new LinkedHashMap<>();
        staging.due(room, BATCH).forEach(each -> failed.put(each.event().eventId(), each));
        staging.postpone(room, failed);
    }

    /// Those for which nothing is missing any more.
    private void takeReady(Room room) {
        List<Event> oldest = staging.oldest(room, BATCH).stream().map(Staged::event).toList();
        settle(room, oldest);
    }

    /// Gives events another try, forgets those that are done, and returns the others, each after those that it follows.
    private List<Event> settle(Room room, Collection<Event> waiting) {
        List<Event> sorted = Sorted.byPrevs(waiting);
        List<Event> open = open(room, sorted, sorted);
        List<Event> done = new ArrayList<>(sorted);
        done.removeAll(open);
        staging.delete(room, done);
        return open;
    }

    /// Takes in events, and returns those that still lack something.
    ///
    /// @param offered those of them that were not asked for
    private List<Event> open(Room room, List<Event> sorted, List<Event> offered) {
        List<Verdict> verdicts =
                events.receive(
                        room,
                        sorted.stream()
                                .map(
                                        each ->
                                                offered.contains(each)
                                                        ? ReceivedEvent.of(each).offered()
                                                        : ReceivedEvent.of(each))
                                .toList());
        List<Event> open = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            if (isLacking(verdicts.get(i))) {
                open.add(sorted.get(i));
            }
        }
        return open;
    }

    /// Whether an event could be taken in if others were here.
    static boolean isLacking(Verdict verdict) {
        return verdict instanceof Verdict.Dropped dropped
                && (dropped.reason() == Verdict.Reason.MISSING_PREV_EVENTS
                        || dropped.reason() == Verdict.Reason.MISSING_AUTH_EVENTS);
    }

    private void fill(Room room, List<Staged> due, Pass pass) {
        Map<EventId, Staged> waiting = new LinkedHashMap<>();
        due.forEach(staged -> waiting.put(staged.event().eventId(), staged));
        List<Event> open = settle(room, due.stream().map(Staged::event).toList());
        Map<EventId, Staged> failed = new LinkedHashMap<>();
        while (!open.isEmpty()) {
            Event next = open.getFirst();
            Staged staged = requireNonNull(waiting.get(next.eventId()));
            Outcome outcome = Outcome.WAITS;
            if (pass.mayFill(staged)) {
                outcome = fill(room, staged);
                if (outcome == Outcome.TAKEN) {
                    open = settle(room, open);
                } else {
                    pass.failed(staged);
                }
            }
            if (open.remove(next)) {
                pass.failed.add(next.eventId());
                if (outcome == Outcome.REFUSED) {
                    staging.delete(room, List.of(next));
                } else {
                    failed.put(next.eventId(), staged);
                }
            }
        }
        if (!failed.isEmpty()) {
            LOG.debug("{} events of {} wait on", failed.size(), room.roomId());
            staging.postpone(room, failed);
        }
    }

    /// What became of an event that waits.
    private enum Outcome {
        TAKEN,
        WAITS,
        REFUSED
    }

    /// Fetches what an event lacks.
    private Outcome fill(Room room, Staged staged) {
        Event event = staged.event();
        List<ServerName> peers =
                fetch.peers().of(room, List.of(staged.origin(), event.sender().server()));
        List<Event> chain = new ArrayList<>();
        if (!fetch.missing().isComplete(event)) {
            Below below = below(room, peers, staged);
            // What came meanwhile by another way was named as known, so it was not given again.
            if (below instanceof Below.Withheld && !fetch.missing().isComplete(event)) {
                return Outcome.REFUSED;
            }
            if (below instanceof Below.NoAnswer && staged.attempts() < PATIENCE) {
                return Outcome.WAITS;
            }
            if (below instanceof Below.Given(Collection<Event> events)) {
                chain.addAll(events);
            }
        }
        chain.add(event);
        return take(room, peers, Sorted.byPrevs(chain), event) ? Outcome.TAKEN : Outcome.WAITS;
    }

    /// What the first server that knows something gives of the events below. Who sent an event knows what it follows: when that
    /// server answers, and gives nothing that can be read, its word for the state there is not taken, and the event is refused.
    private Below below(Room room, List<ServerName> peers, Staged staged) {
        boolean allAnswered = true;
        for (ServerName peer : peers) {
            Below below = fetch.missing().before(room, peer, staged.event());
            boolean isRefused = below instanceof Below.Withheld && peer.equals(staged.origin());
            if (isRefused || below instanceof Below.Given) {
                return below;
            }
            allAnswered &= !(below instanceof Below.NoAnswer);
        }
        return allAnswered ? new Below.Refused() : new Below.NoAnswer();
    }

    /// Takes in an event after those below it, with their auth chains, and with states where there is a gap below.
    private boolean take(Room room, List<ServerName> peers, List<Event> chain, Event event) {
        List<Event> open = open(room, chain, List.of(event));
        NextBelow.Outcome below =
                open.isEmpty()
                        ? NextBelow.Outcome.NOT_HAD
                        : nextBelow.take(room, peers, open.getFirst());
        if (below == NextBelow.Outcome.TAKEN) {
            open = open(room, open, List.of(event));
        }
        open = withAuths(room, peers, open, event);
        for (int fetched = 0; fetched < MAX_STATES && open.contains(event); fetched++) {
            // Where there are many gaps, what is left is for the event itself.
            Event lowest = fetched == MAX_STATES - 1 ? event : open.getFirst();
            if (isHopeless(below, lowest) || !takeWithState(room, peers, lowest)) {
                open.remove(lowest);
                if (lowest.equals(event)) {
                    return false;
                }
            }
            open = withAuths(room, peers, open(room, open, List.of(event)), event);
        }
        return !open.contains(event);
    }

    /// Whether no state will help an event: those who gave the one below do not have its auth events.
    private boolean isHopeless(NextBelow.Outcome below, Event event) {
        return below == NextBelow.Outcome.LACKING
                && !fetch.auths().lacking(List.of(event)).isEmpty();
    }

    private boolean takeWithState(Room room, List<ServerName> peers, Event event) {
        Optional<List<EventId>> state = fetch.states().stateBefore(room, peers, event.eventId());
        if (state.isEmpty()) {
            return false;
        }
        List<Verdict> verdicts =
                events.receive(room, List.of(ReceivedEvent.after(event, state.get())));
        return !isLacking(verdicts.getFirst());
    }

    /// Fetches auth chains, and returns the events that still lack something.
    private List<Event> withAuths(
            Room room, List<ServerName> peers, List<Event> open, Event event) {
        List<Event> lacking = fetch.auths().lacking(open);
        if (lacking.isEmpty()) {
            return open;
        }
        lacking.stream().limit(MAX_CHAINS).forEach(each -> fetch.auths().fetch(room, peers, each));
        return open(room, open, List.of(event));
    }
}
