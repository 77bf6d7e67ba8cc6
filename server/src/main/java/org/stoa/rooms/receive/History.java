package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Extremities;
import org.stoa.rooms.persist.Placement;
import org.stoa.rooms.persist.Placement.Kind;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.PackedIds;
import org.stoa.storage.rooms.EventGraphRepository;
import org.stoa.storage.rows.DeleteGap;

/// Fills the gaps in a room's timeline with events from before this server was there, or from while it was not reached:
/// downwards from the event above the gap. They have a place but no position, so no /sync tells of them. Thread-safe.
///
/// Spec: server-server-api#backfilling-and-retrieving-missing-events (v1.19).
public final class History {
    private final Database database;
    private final EventStore events;
    private final States states;
    private final EventSender sender;
    private final EventPersister persister;
    private final Extremities extremities;
    private final PriorStates priorStates;
    private final References.Finder finder;
    private final Checks checks;
    private final Arrival arrival;
    private final GivenStates givenStates;
    private final EventNames names;
    private final EventGraphRepository repository = new EventGraphRepository();

    History(
            Database database,
            EventStore events,
            States states,
            EventSender sender,
            EventPersister persister,
            Extremities extremities,
            PriorStates priorStates,
            Arrival arrival) {
        this.database = database;
        this.events = events;
        this.states = states;
        this.sender = sender;
        this.persister = persister;
        this.extremities = extremities;
        this.priorStates = priorStates;
        this.arrival = arrival;
        this.finder = new References.Finder(database, events);
        this.checks = new Checks(events, database.names());
        this.givenStates = new GivenStates(database, events);
        this.names = new EventNames(database.names());
    }

    /// A place in the timeline below which events are missing.
    ///
    /// @param ord the place of the event above the gap
    /// @param missing events that are named there and not here
    public record Gap(long ord, List<EventId> missing) {}

    /// The newest gap at or below a place; empty when nothing is missing from there on.
    public Optional<Gap> gap(Room room, long ord) {
        return database.read(tx -> repository.gapAtOrBelow(tx, room.nid(), ord))
                .map(gap -> gap(room, gap));
    }

    private static Gap gap(Room room, EventGraphRepository.Gap stored) {
        List<EventId> missing =
                PackedIds.unpack(stored.missing()).stream()
                        .map(id -> EventId.fromStored(id, room.rules()))
                        .toList();
        return new Gap(stored.ord(), missing);
    }

    /// Stores events below a gap, which moves below them, or goes when nothing is missing any more. Returns what became of
    /// each when all is durable.
    ///
    /// @param gapOrd the place of the event above the gap; nothing happens when there is no gap by now
    /// @param wanted in any order, at most some hundreds
    /// @param statesBefore for those of them with prev events that are neither here nor among them: the state before, which
    ///     was stored as outliers
    public Map<EventId, Verdict> store(
            Room room, long gapOrd, List<Event> wanted, Map<EventId, List<EventId>> statesBefore) {
        names.prepare(wanted);
        return sender.update(room, update -> store(update, gapOrd, wanted, statesBefore));
    }

    private Map<EventId, Verdict> store(
            RoomUpdate update,
            long gapOrd,
            List<Event> wanted,
            Map<EventId, List<EventId>> statesBefore) {
        Optional<Gap> gap = gap(update.room(), gapOrd).filter(found -> found.ord() == gapOrd);
        if (gap.isEmpty()) {
            return Map.of();
        }
        Filling filling = new Filling(update, gap.get(), statesBefore);
        filling.add(Sorted.byPrevs(wanted));
        priorStates.settle(update);
        return filling.verdicts;
    }

    /// One gap that is being filled.
    private final class Filling {
        private final RoomUpdate update;
        private final Gap gap;
        private final Map<EventId, List<EventId>> statesBefore;
        private final Map<EventId, Verdict> verdicts = new HashMap<>();
        private final Set<EventId> missing;
        private References.Stored stored = References.Stored.NOTHING;
        private long lowest;

        Filling(RoomUpdate update, Gap gap, Map<EventId, List<EventId>> statesBefore) {
            this.update = update;
            this.gap = gap;
            this.statesBefore = statesBefore;
            this.missing = new LinkedHashSet<>(gap.missing());
            this.lowest = gap.ord();
        }

        void add(List<Event> sorted) {
            long below =
                    database.read(tx -> repository.ordBelow(tx, update.room().nid(), gap.ord()));
            long free = gap.ord() - below - 1;
            int from = (int) Math.max(0, sorted.size() - free);
            long ord = gap.ord() - (sorted.size() - from);
            stored = finder.look(update, sorted);
            for (Event event : sorted.subList(from, sorted.size())) {
                verdicts.put(event.eventId(), add(event, ord++));
            }
            if (lowest < gap.ord() || !missing.equals(Set.copyOf(gap.missing()))) {
                moveGap();
            }
        }

        private void moveGap() {
            update.write().add(new DeleteGap(update.room().nid(), gap.ord()));
            if (!missing.isEmpty()) {
                update.write().add(Acceptance.gap(update, lowest, List.copyOf(missing)));
            }
        }

        private Verdict add(Event event, long ord) {
            if (!event.roomId().equals(update.room().roomId())) {
                return Verdict.Dropped.because(Verdict.Reason.OTHER_ROOM);
            }
            References references = finder.of(update, event, stored);
            if (references.isElsewhere()) {
                return Verdict.Dropped.because(Verdict.Reason.OTHER_ROOM);
            }
            StoredEvent known = references.known();
            if (known != null && (known.header().flags() & EventFlags.OUTLIER) == 0) {
                missing.remove(event.eventId());
                return Acceptance.verdict(known);
            }
            if (!references.missingAuths().isEmpty()) {
                return new Verdict.Dropped(
                        Verdict.Reason.MISSING_AUTH_EVENTS, references.missingAuths());
            }
            return check(event, references, ord);
        }

        private Verdict check(Event event, References references, long ord) {
            boolean isCreate = isCreate(event);
            boolean needsState = !isCreate && !references.missingPrevs().isEmpty();
            if (needsState && !statesBefore.containsKey(event.eventId())) {
                return new Verdict.Dropped(
                        Verdict.Reason.MISSING_PREV_EVENTS, references.missingPrevs());
            }
            Optional<String> failed =
                    (isCreate ? Optional.<String>empty() : Checks.place(event, references))
                            .or(() -> Checks.byAuthEvents(event, references.auths(), create()));
            @Nullable StateBefore before =
                    isCreate ? empty() : before(event, references, needsState);
            StateMap state = before == null ? StateMap.EMPTY : before.state();
            failed = failed.or(() -> checks.byStateBefore(event, state));
            keep(event, references, failed.isPresent() ? Kind.REJECTED : Kind.HISTORY, ord, before);
            return failed.<Verdict>map(Verdict.Rejected::new).orElseGet(Verdict.Accepted::new);
        }

        private void keep(
                Event event,
                References references,
                Kind kind,
                long ord,
                @Nullable StateBefore before) {
            boolean isHistory = kind == Kind.HISTORY;
            Arrival.Parts parts = arrival.parts(update, event, references);
            Placement place = arrival.place(update, kind, references, isHistory ? ord : 0, before);
            Arrival.arrived(update, event, references);
            StoredEvent stored = persister.keep(update, parts.draft(), parts.built(), place);
            if (isHistory || references.isNamed()) {
                extremities.handOn(update, stored);
            }
            missing.remove(event.eventId());
            missing.addAll(references.missingPrevs());
            if (isHistory) {
                lowest = Math.min(lowest, ord);
            }
        }

        /// Whether it is the create event that the room's state has.
        private boolean isCreate(Event event) {
            return event.prevEvents().isEmpty() && event.equals(create());
        }

        private @Nullable Event create() {
            return checks.view(update.head().state()).get(EventTypes.CREATE, "");
        }

        /// Before its first event a room has an empty state, which is where its first line begins.
        private StateBefore empty() {
            long line = update.head().stateRef().line();
            List<Long> series = database.read(tx -> states.series(tx, update.room().nid(), line));
            return new StateBefore(new StateRef(series.getFirst(), 0), StateMap.EMPTY, false);
        }

        private @Nullable StateBefore before(
                Event event, References references, boolean needsState) {
            if (needsState) {
                List<EventId> ids = statesBefore.getOrDefault(event.eventId(), List.of());
                StateMap given = givenStates.map(update.room(), ids);
                // It is the state after all prev events; those that are here are in it already.
                return priorStates.before(update, List.of(), given, near());
            }
            return references.prevs().isEmpty()
                    ? null
                    : priorStates.before(update, references.prevs(), null, near());
        }

        /// The state before the event above the gap, which differs little from those below it.
        private @Nullable StateRef near() {
            return database.read(
                    tx ->
                            events.backwards(tx, update.room().nid(), gap.ord(), 1).stream()
                                    .filter(event -> event.ord() == gap.ord())
                                    .map(StoredEvent::before)
                                    .findFirst()
                                    .orElse(null));
        }
    }

    /// The events of a page that peers sent whose prev events are neither here nor among them: those whose state has to be
    /// asked for before they can be stored.
    public List<EventId> withoutState(Room room, List<Event> wanted) {
        Set<EventId> among = new LinkedHashSet<>();
        wanted.forEach(event -> among.add(event.eventId()));
        List<EventId> result = new ArrayList<>();
        for (Event event : wanted) {
            List<EventId> elsewhere =
                    event.prevEvents().stream().filter(prev -> !among.contains(prev)).toList();
            if (!elsewhere.isEmpty() && !haveState(room, elsewhere)) {
                result.add(event.eventId());
            }
        }
        return result;
    }

    private boolean haveState(Room room, List<EventId> prevs) {
        return database.read(
                tx ->
                        prevs.stream()
                                .allMatch(
                                        prev ->
                                                events.find(tx, room.nid(), room.rules(), prev)
                                                        .filter(StoredEvent::hasState)
                                                        .isPresent()));
    }
}
