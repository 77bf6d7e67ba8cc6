package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Extremities;
import org.stoa.rooms.persist.Placement;
import org.stoa.rooms.persist.Placement.Kind;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.resolve.Standings;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.PackedIds;
import org.stoa.storage.rows.GapRow;

/// The story of one event that another server made, from its arrival to its place in the room. Only for the holder of the
/// room's lock.
///
/// Spec: server-server-api#checks-performed-on-receipt-of-a-pdu (v1.19).
final class Acceptance {
    /// How far an event stands above the one before it when events between them are missing, so that there is room for these.
    static final long GAP = 1L << 24;

    private final PriorStates priorStates;
    private final Standings standings;
    private final EventPersister persister;
    private final Extremities extremities;
    private final References.Finder finder;
    private final Checks checks;
    private final Arrival arrival;
    private final GivenStates givenStates;
    private final Strangers strangers;

    Acceptance(
            Database database,
            EventStore events,
            PriorStates priorStates,
            EventPersister persister,
            Extremities extremities,
            Arrival arrival,
            Strangers strangers) {
        this.priorStates = priorStates;
        this.standings = new Standings(priorStates, events, database.names());
        this.persister = persister;
        this.extremities = extremities;
        this.arrival = arrival;
        this.finder = new References.Finder(database, events);
        this.checks = new Checks(events, database.names());
        this.givenStates = new GivenStates(database, events);
        this.strangers = strangers;
    }

    /// Adds events to the update as far as their verdicts let them.
    List<Verdict> accept(RoomUpdate update, List<ReceivedEvent> batch) {
        References.Stored stored =
                finder.look(update, batch.stream().map(ReceivedEvent::event).toList());
        List<Verdict> verdicts = new ArrayList<>();
        for (ReceivedEvent received : batch) {
            verdicts.add(accept(update, received, stored));
        }
        return verdicts;
    }

    private Verdict accept(RoomUpdate update, ReceivedEvent received, References.Stored stored) {
        Event event = received.event();
        if (!event.roomId().equals(update.room().roomId())) {
            return Verdict.Dropped.because(Verdict.Reason.OTHER_ROOM);
        }
        References references = finder.of(update, event, stored);
        if (references.isElsewhere()) {
            return Verdict.Dropped.because(Verdict.Reason.OTHER_ROOM);
        }
        StoredEvent known = references.known();
        if (known != null && (known.header().flags() & EventFlags.OUTLIER) == 0) {
            return verdict(known);
        }
        if (!references.missingAuths().isEmpty()) {
            return new Verdict.Dropped(
                    Verdict.Reason.MISSING_AUTH_EVENTS, references.missingAuths());
        }
        return check(update, received, references);
    }

    /// What became of an event when it came first.
    static Verdict verdict(StoredEvent known) {
        long flags = known.header().flags();
        if ((flags & EventFlags.REJECTED) != 0) {
            return new Verdict.Rejected("It was rejected before");
        }
        return (flags & EventFlags.SOFT_FAILED) != 0
                ? new Verdict.SoftFailed("It was soft-failed before")
                : new Verdict.Accepted();
    }

    private Verdict check(RoomUpdate update, ReceivedEvent received, References references) {
        Event event = received.event();
        Optional<String> failed =
                Checks.place(event, references)
                        .or(() -> Checks.byAuthEvents(event, references.auths(), create(update)));
        boolean isPlaceKnown = references.missingPrevs().isEmpty() && !references.prevs().isEmpty();
        if (failed.isEmpty() && !isPlaceKnown && received.stateBefore().isEmpty()) {
            return new Verdict.Dropped(
                    Verdict.Reason.MISSING_PREV_EVENTS, references.missingPrevs());
        }
        if (failed.isEmpty() && received.isUnasked()) {
            // It waits like one whose prev events are not here: with the next try its policy server
            // is asked.
            return new Verdict.Dropped(Verdict.Reason.MISSING_PREV_EVENTS, event.prevEvents());
        }
        @Nullable StateBefore before = before(update, received, references);
        if (failed.isEmpty()) {
            failed = checks.byStateBefore(event, known(update, references, stateOf(before)));
        }
        if (failed.isPresent() && isWorthNothing(update, received, references)) {
            return new Verdict.Rejected(failed.get());
        }
        if (failed.isPresent()) {
            keep(update, event, references, Kind.REJECTED, before);
            return new Verdict.Rejected(failed.get());
        }
        return accepted(update, received, references, before);
    }

    /// Whether nobody will ask for a rejected event again but who sends it again. One that others name is asked for, if it was not
    /// named already.
    private boolean isWorthNothing(
            RoomUpdate update, ReceivedEvent received, References references) {
        return received.isOffered()
                && references.known() == null
                && !references.isNamed()
                && strangers.has(update.room(), update.head(), received.event().sender().server());
    }

    private Verdict accepted(
            RoomUpdate update,
            ReceivedEvent received,
            References references,
            @Nullable StateBefore before) {
        Event event = received.event();
        boolean isCurrent = before != null && before.isCurrent();
        Optional<String> softly =
                isCurrent
                        ? Optional.empty()
                        : checks.byCurrentState(
                                event,
                                known(
                                        update,
                                        references,
                                        current(update, event, references, before)));
        // 7. Is validated by the Policy Server ..., otherwise it is "soft failed".
        softly = softly.or(received::objection);
        if (softly.isPresent()) {
            keep(update, event, references, Kind.SOFT_FAILED, before);
            return new Verdict.SoftFailed(softly.get());
        }
        add(update, received, references, before);
        return new Verdict.Accepted();
    }

    /// A state with what else is known of members, where most of them are not in it yet.
    private static StateMap known(RoomUpdate update, References references, StateMap state) {
        return update.head().isPartial() ? Checks.withNamed(state, references.auths()) : state;
    }

    private StateMap current(
            RoomUpdate update, Event event, References references, @Nullable StateBefore before) {
        return references.missingPrevs().isEmpty()
                ? standings.currentFor(update, event)
                : priorStates.currentWith(update, stateOf(before));
    }

    /// The state before the event; null when it is not known, and then the event is rejected.
    private @Nullable StateBefore before(
            RoomUpdate update, ReceivedEvent received, References references) {
        boolean isComplete = references.missingPrevs().isEmpty();
        if (isComplete && !references.prevs().isEmpty()) {
            return priorStates.before(update, references.prevs(), null);
        }
        if (received.stateBefore().isEmpty()) {
            return null;
        }
        StateMap given = givenStates.map(update.room(), received.stateBefore().get());
        return priorStates.before(update, references.prevs(), given);
    }

    private void add(
            RoomUpdate update,
            ReceivedEvent received,
            References references,
            @Nullable StateBefore before) {
        Event event = received.event();
        RoomHead head = update.head();
        boolean hasGap = !references.missingPrevs().isEmpty();
        long ord = head.lastOrd() + (hasGap ? GAP : 1);
        Arrival.Parts parts = arrival.parts(update, event, references);
        Placement place =
                arrival.place(update, Kind.LIVE, references, ord, before)
                        .with(received.forOthers() ? EventFlags.FOR_OTHERS : 0);
        Arrival.arrived(update, event, references);
        if (before != null && before.isCurrent() && !references.isNamed()) {
            persister.append(update, parts.draft(), parts.built(), place);
            return;
        }
        StoredEvent stored = persister.fork(update, parts.draft(), parts.built(), place);
        List<Extremity> were = update.head().extremities();
        extremities.accepted(update, stored, references.isNamed());
        standings.accepted(update, stored, were, references.auths(), stateOf(before));
        if (hasGap) {
            update.write().add(gap(update, ord, references.missingPrevs()));
        }
    }

    static GapRow gap(RoomUpdate update, long ord, List<EventId> missing) {
        List<byte[]> ids = missing.stream().map(EventId::toStoredBytes).toList();
        return new GapRow(update.room().nid(), ord, PackedIds.pack(ids));
    }

    private void keep(
            RoomUpdate update,
            Event event,
            References references,
            Kind kind,
            @Nullable StateBefore before) {
        // Of one that will never have a place nobody follows the way down, and it may name what
        // does not exist.
        Arrival.Parts parts =
                before == null
                        ? arrival.placeless(event, references)
                        : arrival.parts(update, event, references);
        Placement place = arrival.place(update, kind, references, 0, before);
        Arrival.arrived(update, event, references);
        StoredEvent stored = persister.keep(update, parts.draft(), parts.built(), place);
        if (references.isNamed()) {
            extremities.handOn(update, stored);
        }
    }

    private @Nullable Event create(RoomUpdate update) {
        return checks.view(update.head().state()).get(EventTypes.CREATE, "");
    }

    private static StateMap stateOf(@Nullable StateBefore before) {
        return before == null ? StateMap.EMPTY : before.state();
    }
}
