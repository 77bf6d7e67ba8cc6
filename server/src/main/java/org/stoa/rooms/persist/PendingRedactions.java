package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.PendingTargets;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.resolve.KnownStates;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rows.DeletePendingRedaction;
import org.stoa.storage.rows.PendingRedactionRow;

/// Redactions that came before the event that they redact: they wait, and it is stored as redaction leaves it.
///
/// Only for the holder of the room's lock. Spec: server-server-api#redactions, rooms/v3#handling-redactions (v1.19).
public final class PendingRedactions {
    private final Database database;
    private final Names names;
    private final EventStore events;
    private final KnownStates states;
    private final RedactionCheck check;
    private final EventRepository repository = new EventRepository();

    /// Creates it.
    ///
    /// @param check says which redactions count
    public PendingRedactions(
            Database database, EventStore events, KnownStates states, RedactionCheck check) {
        this.database = database;
        this.names = database.names();
        this.events = events;
        this.states = states;
        this.check = check;
    }

    /// Lets a redaction wait for its target, unless that is an event of another room.
    void await(RoomUpdate update, StoredEvent redaction, EventId target) {
        if (!isElsewhere(target)) {
            keep(update, redaction, target);
        }
    }

    /// Lets a redaction wait for its target.
    void keep(RoomUpdate update, StoredEvent redaction, EventId target) {
        update.await(target, redaction.event());
        update.write()
                .add(
                        new PendingRedactionRow(
                                update.room().nid(), target.toStoredBytes(), redaction.event()));
    }

    /// The number of the redaction that an event comes too late to escape; 0 when there is none. None waits for it
    /// afterwards.
    long of(RoomUpdate update, Event event) {
        long room = update.room().nid();
        byte[] target = event.eventId().toStoredBytes();
        PendingTargets pending = update.room().pendingTargets();
        List<Long> waiting =
                new ArrayList<>(
                        pending.of(
                                event.eventId(),
                                () ->
                                        database.read(
                                                tx -> repository.hasPendingRedactions(tx, room)),
                                () ->
                                        database.read(
                                                tx ->
                                                        repository.pendingRedactions(
                                                                tx, room, target))));
        waiting.addAll(update.awaiting(event.eventId()));
        if (waiting.isEmpty()) {
            return 0;
        }
        Map<Long, StoredEvent> redactions = database.read(tx -> events.getAll(tx, waiting));
        waiting.forEach(
                redaction ->
                        update.write().add(new DeletePendingRedaction(room, target, redaction)));
        update.onSubmit(submitted -> submitted.pendingTargets().remove(event.eventId()));
        return waiting.stream()
                .filter(
                        redaction -> {
                            StoredEvent stored = redactions.get(redaction);
                            return stored != null && mayRedact(update, stored, event);
                        })
                .findFirst()
                .orElse(0L);
    }

    /// By the power that its sender had at the redaction.
    private boolean mayRedact(RoomUpdate update, StoredEvent redaction, Event target) {
        StateMap state = states.whole(update, redaction.before());
        return check.applies(redaction.parsed(), target, new StateView(state, names, events));
    }

    private boolean isElsewhere(EventId target) {
        return database.read(
                tx -> {
                    OptionalLong number = repository.numberOf(tx, target.toStoredBytes());
                    return number.isPresent()
                            && repository.byNumber(tx, number.getAsLong()).isPresent();
                });
    }

    /// The event that a redaction names, where redactions of its room version do; empty for what names none.
    public static Optional<EventId> target(StoredEvent redaction) {
        Event event = redaction.parsed();
        return redaction.rules().redactsInContent()
                ? event.content().string("redacts").flatMap(EventId::tryParse)
                : event.redacts();
    }
}
