package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory.Built;
import org.stoa.storage.Change;
import org.stoa.storage.Commits;
import org.stoa.storage.Committed;
import org.stoa.storage.Lane;
import org.stoa.storage.Nids;
import org.stoa.storage.Pending;
import org.stoa.storage.Position;
import org.stoa.storage.Write;
import org.stoa.storage.rows.DeleteExtremity;
import org.stoa.storage.rows.ExtremityRow;
import org.stoa.storage.rows.UpdateRoomHead;

/// The only writer of events: turns each event into rows, moves the room's tip, and publishes what was committed.
///
/// What is written for a message does not depend on the number of members: the event, its bytes, the extremities, the
/// room, and what the {@link EventRows} add (the sender's own receipt, one row for each local user it mentions).
public final class EventPersister {
    private final Commits commits;
    private final Nids nids;
    private final EventStore events;
    private final EventAnnotations annotations;
    private final PendingRedactions pendingRedactions;
    private final EventTable table;
    private final CurrentState currentState;
    private final List<EventRows> rows;

    /// Creates the persister.
    ///
    /// @param annotations finds thread, counts and the like of an event before it is written
    /// @param pendingRedactions tells of redactions that came before their event
    /// @param table makes the rows of the event itself
    /// @param currentState is moved by state events that follow all that is there
    /// @param rows what adds rows of its own for each event, in this order
    public EventPersister(
            Commits commits,
            Nids nids,
            EventStore events,
            EventAnnotations annotations,
            PendingRedactions pendingRedactions,
            EventTable table,
            CurrentState currentState,
            List<EventRows> rows) {
        this.commits = commits;
        this.nids = nids;
        this.events = events;
        this.annotations = annotations;
        this.pendingRedactions = pendingRedactions;
        this.table = table;
        this.currentState = currentState;
        this.rows = List.copyOf(rows);
    }

    /// Begins an update on the room's tip. Only for the holder of the room's lock.
    public RoomUpdate begin(Room room) {
        RoomHead tip = room.tip();
        return new RoomUpdate(room, tip, events);
    }

    /// Appends an authorised event that was built on the update's head, whose state is settled, and names all its
    /// extremities.
    public StoredEvent append(RoomUpdate update, Draft draft, Built built) {
        long number = nids.next(Nids.Space.EVENT);
        Placement place = Placement.onTip(number, update.head()).with(forOthers(update, draft));
        return append(update, draft, built, place);
    }

    /// Appends an accepted event that follows all that is there: it names all extremities, and the current state is settled.
    public StoredEvent append(RoomUpdate update, Draft draft, Built built, Placement place) {
        RoomHead head = update.head();
        StoredEvent stored = addLive(update, draft, built, place);
        moveExtremities(update, stored, built.prevs());
        if (stored.isState()) {
            currentState.apply(update, stored, update.lastSlot());
        }
        addRows(update, head, draft, stored);
        return stored;
    }

    /// Appends an accepted event that does not follow all that is there. The current state is left to be settled, and the
    /// extremities to the caller.
    public StoredEvent fork(RoomUpdate update, Draft draft, Built built, Placement place) {
        RoomHead head = update.head();
        StoredEvent stored = addLive(update, draft, built, place);
        RoomHead before = head.withState(place.state(), stored.before());
        addRows(update, before, draft, stored);
        return stored;
    }

    /// Appends an event of a local user that does not follow all that is there.
    public StoredEvent fork(RoomUpdate update, Draft draft, Built built, StateBefore before) {
        Placement place =
                new Placement(
                        Placement.Kind.LIVE,
                        nids.next(Nids.Space.EVENT),
                        update.head().lastOrd() + 1,
                        before.ref(),
                        before.state(),
                        forOthers(update, draft),
                        0);
        return fork(update, draft, built, place);
    }

    /// Of a room that is on this server alone nobody else has to hear, but for who is invited.
    private static long forOthers(RoomUpdate update, Draft draft) {
        boolean isShared = update.head().servers().size() > 1;
        return isShared || draft.type().equals(EventTypes.MEMBER) ? EventFlags.FOR_OTHERS : 0;
    }

    /// Adds an event that is not live: of the history, soft-failed, rejected, or known without its place.
    public StoredEvent keep(RoomUpdate update, Draft draft, Built given, Placement place) {
        long redaction = pendingRedactions.of(update, given.event());
        Built built = redaction == 0 ? given : given.redacted();
        boolean isHistory = place.kind() == Placement.Kind.HISTORY;
        EventAnnotations.Annotation annotation =
                isHistory
                        ? annotations.ofHistory(
                                update.room(), built.event(), place.ord(), redaction)
                        : EventAnnotations.ofOutside(redaction);
        StoredEvent stored = table.add(update, draft, built, place, annotation, Write.NO_SLOT);
        update.hold(stored, Write.NO_SLOT);
        boolean isNew = !isHistory && place.kind() != Placement.Kind.OUTLIER;
        if (isNew && place.before() != null) {
            PartialRooms.checked(update, stored);
        }
        if (isHistory) {
            RoomHead before = update.head().withState(place.state(), stored.before());
            rows.forEach(more -> more.addHistory(update, before, stored));
        }
        return stored;
    }

    private StoredEvent addLive(RoomUpdate update, Draft draft, Built given, Placement place) {
        long redaction = pendingRedactions.of(update, given.event());
        Built built = redaction == 0 ? given : given.redacted();
        Event event = built.event();
        EventAnnotations.Annotation annotation =
                annotations.ofLive(update, event, draft, place.state(), redaction);
        int slot = update.nextSlot();
        StoredEvent stored = table.add(update, draft, built, place, annotation, slot);
        update.hold(stored, slot);
        update.head(update.head().withTimeline(stored.ord(), annotation.countedMain()));
        PartialRooms.checked(update, stored);
        return stored;
    }

    private void addRows(RoomUpdate update, RoomHead before, Draft draft, StoredEvent stored) {
        int slot = update.lastSlot();
        for (EventRows more : rows) {
            more.add(update, before, stored, draft, slot);
        }
        update.write().changed(slot, new Change.Room(update.room().nid()));
    }

    private static void moveExtremities(
            RoomUpdate update, StoredEvent stored, List<Extremity> prevs) {
        long room = update.room().nid();
        update.write().add(new ExtremityRow(room, stored.event()));
        List<Extremity> extremities = new ArrayList<>();
        extremities.add(new Extremity(stored.event(), stored.eventId(), stored.header().depth()));
        for (Extremity extremity : update.head().extremities()) {
            if (prevs.contains(extremity)) {
                update.write().add(new DeleteExtremity(room, extremity.event()));
            } else {
                extremities.add(extremity);
            }
        }
        update.head(update.head().withExtremities(extremities, true));
    }

    /// Lets go of the events of an update that will not be submitted. Only for the holder of the room's lock.
    public void abandon(RoomUpdate update) {
        update.giveUp();
    }

    /// Hands the update to the commit queue and moves the room's tip. Only for the holder of the room's lock.
    public Pending submit(RoomUpdate update) {
        Room room = update.room();
        RoomHead head = update.head();
        update.write()
                .add(
                        new UpdateRoomHead(
                                room.nid(),
                                head.stateRef().line(),
                                head.stateRef().version(),
                                head.lastOrd(),
                                head.depth(),
                                head.nextAuthNo()))
                .onCommitted(committed -> publish(update, committed))
                .onFailed(failure -> takeBack(update));
        update.submitting();
        room.submitting(head);
        Pending pending = commits.submit(Lane.ONLY, update.write().build());
        room.lastWrite(pending);
        return pending;
    }

    private static void publish(RoomUpdate update, Committed committed) {
        List<StoredEvent> placed = update.committed(committed);
        Room room = update.room();
        Position position =
                update.isLive() ? committed.at(update.lastSlot()) : room.visible().position();
        room.committed(new RoomSnapshot(position, update.head()), placed);
        for (Consumer<Committed> action : update.afterPublish()) {
            action.accept(committed);
        }
    }

    private void takeBack(RoomUpdate update) {
        abandon(update);
        update.room().failed();
    }
}
