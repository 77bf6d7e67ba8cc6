package org.stoa.rooms.receive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Placement;
import org.stoa.rooms.persist.Placement.Kind;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;

/// Stores events without their place in the room: auth chains, and the events of a state. Each is checked against its own
/// auth events, so these are stored before it. Thread-safe.
///
/// What was stored stays when the rest could not be: who tries again goes on from there.
public final class Outliers {
    /// Events in one write.
    private static final int BATCH = 200;

    /// Batches of a large state that are on their way to the disk while the next is read.
    private static final int IN_FLIGHT = 2;

    private final Database database;
    private final EventStore events;
    private final EventSender sender;
    private final EventPersister persister;
    private final References.Finder finder;
    private final Arrival arrival;
    private final EventNames names;

    Outliers(
            Database database,
            EventStore events,
            EventSender sender,
            EventPersister persister,
            Arrival arrival) {
        this.database = database;
        this.events = events;
        this.sender = sender;
        this.persister = persister;
        this.arrival = arrival;
        this.finder = new References.Finder(database, events);
        this.names = new EventNames(database.names());
    }

    /// Stores the events, in whatever order they come, and returns what became of each when all are durable. One whose auth
    /// events are neither here nor among them is dropped.
    ///
    /// @param wanted checked for format, signatures and hashes
    public Map<EventId, Verdict> store(Room room, Collection<Event> wanted) {
        List<Event> sorted = Sorted.byAuths(wanted);
        @Nullable Event create =
                sorted.stream()
                        .filter(event -> event.isState(EventTypes.CREATE, ""))
                        .findFirst()
                        .orElse(null);
        Map<EventId, Verdict> verdicts = new LinkedHashMap<>();
        List<EventSender.Outcome<Map<EventId, Verdict>>> outcomes = new ArrayList<>();
        for (int at = 0; at < sorted.size(); at += BATCH) {
            List<Event> batch = sorted.subList(at, Math.min(at + BATCH, sorted.size()));
            names.prepare(batch);
            outcomes.add(sender.begin(room, update -> store(update, batch, create)));
        }
        outcomes.forEach(outcome -> verdicts.putAll(outcome.await()));
        return verdicts;
    }

    /// Stores the events of a state and of their auth chains, few at a time, and returns when all are durable what became of its
    /// create event, and of those that were not accepted.
    public Map<EventId, Verdict> store(Room room, GivenState given) {
        @Nullable Event create = given.create().orElse(null);
        Map<EventId, Verdict> verdicts = new HashMap<>();
        Deque<EventSender.Outcome<Map<EventId, Verdict>>> waiting = new ArrayDeque<>();
        given.forEachBatch(
                batch -> {
                    names.prepare(batch);
                    waiting.add(sender.begin(room, update -> store(update, batch, create)));
                    if (waiting.size() > IN_FLIGHT) {
                        note(waiting.remove(), create, verdicts);
                    }
                });
        waiting.forEach(outcome -> note(outcome, create, verdicts));
        return verdicts;
    }

    private static void note(
            EventSender.Outcome<Map<EventId, Verdict>> outcome,
            @Nullable Event create,
            Map<EventId, Verdict> verdicts) {
        outcome.await()
                .forEach(
                        (id, verdict) -> {
                            boolean isCreate = create != null && create.eventId().equals(id);
                            if (isCreate || !(verdict instanceof Verdict.Accepted)) {
                                verdicts.put(id, verdict);
                            }
                        });
    }

    private Map<EventId, Verdict> store(
            RoomUpdate update, List<Event> batch, @Nullable Event given) {
        Event create = given != null ? given : createOf(update);
        References.Stored stored = finder.look(update, batch);
        Map<EventId, Verdict> verdicts = new HashMap<>();
        for (Event event : batch) {
            verdicts.put(event.eventId(), store(update, event, create, stored));
        }
        return verdicts;
    }

    private @Nullable Event createOf(RoomUpdate update) {
        return new StateView(update.head().state(), database.names(), events)
                .get(EventTypes.CREATE, "");
    }

    private Verdict store(
            RoomUpdate update, Event event, @Nullable Event create, References.Stored stored) {
        if (!event.roomId().equals(update.room().roomId())) {
            return Verdict.Dropped.because(Verdict.Reason.OTHER_ROOM);
        }
        References references = finder.of(update, event, stored);
        StoredEvent known = references.known();
        if (known != null && (known.header().flags() & EventFlags.OUT_OF_BAND) == 0) {
            return Acceptance.verdict(known);
        }
        if (references.isElsewhere()) {
            return Verdict.Dropped.because(Verdict.Reason.OTHER_ROOM);
        }
        if (!references.missingAuths().isEmpty()) {
            return new Verdict.Dropped(
                    Verdict.Reason.MISSING_AUTH_EVENTS, references.missingAuths());
        }
        Optional<String> failed = check(event, references, create);
        Arrival.Parts parts = arrival.outlier(event, references);
        Placement place = arrival.place(update, Kind.OUTLIER, references, 0, null);
        persister.keep(
                update,
                parts.draft(),
                parts.built(),
                failed.isPresent() ? place.rejected() : place);
        Arrival.arrived(update, event, references);
        return failed.<Verdict>map(Verdict.Rejected::new).orElseGet(Verdict.Accepted::new);
    }

    private static Optional<String> check(
            Event event, References references, @Nullable Event create) {
        boolean namesStranger =
                event.authEvents().stream().anyMatch(references.strangers()::contains);
        return namesStranger
                ? Optional.of("It names an event of another room")
                : Checks.byAuthEvents(event, references.auths(), create);
    }
}
