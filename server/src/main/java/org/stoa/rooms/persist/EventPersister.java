package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventBytes;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory.Built;
import org.stoa.storage.Change;
import org.stoa.storage.Commits;
import org.stoa.storage.Committed;
import org.stoa.storage.EventBytesCodec;
import org.stoa.storage.Lane;
import org.stoa.storage.Names;
import org.stoa.storage.Nids;
import org.stoa.storage.PackedNumbers;
import org.stoa.storage.Pending;
import org.stoa.storage.Write;
import org.stoa.storage.rooms.EventHeader;
import org.stoa.storage.rows.DeleteExtremity;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.EventRow;
import org.stoa.storage.rows.ExtremityRow;
import org.stoa.storage.rows.RoomVersionRow;
import org.stoa.storage.rows.StateEntryRow;
import org.stoa.storage.rows.UpdateRoomHead;

/// The only writer of events: turns each accepted event into rows, moves the room's tip, and publishes what was
/// committed.
///
/// What is written for a message does not depend on the number of members: the event, its bytes, the extremities, the
/// room, and what the {@link EventRows} add (the sender's own receipt, one row for each local user it mentions).
public final class EventPersister {
    private final Commits commits;
    private final Nids nids;
    private final Names names;
    private final EventStore events;
    private final EventBytesCodec codec;
    private final List<EventRows> rows;
    private final EventAnnotations annotations;
    private final PendingRedactions pendingRedactions;

    /// Creates the persister.
    ///
    /// @param annotations finds thread, counts and the like of an event before it is written
    /// @param pendingRedactions tells of redactions that came before their event
    /// @param rows what adds rows of its own for each event, in this order
    public EventPersister(
            Commits commits,
            Nids nids,
            Names names,
            EventStore events,
            EventBytesCodec codec,
            EventAnnotations annotations,
            PendingRedactions pendingRedactions,
            List<EventRows> rows) {
        this.commits = commits;
        this.nids = nids;
        this.names = names;
        this.events = events;
        this.codec = codec;
        this.annotations = annotations;
        this.pendingRedactions = pendingRedactions;
        this.rows = List.copyOf(rows);
    }

    /// Begins an update on the room's tip. Only for the holder of the room's lock.
    public RoomUpdate begin(Room room) {
        RoomHead tip = room.tip();
        return new RoomUpdate(room, tip, Write.forRoom(room.basis()));
    }

    /// Appends an authorised event that was built on the update's head and names all its extremities.
    public StoredEvent append(RoomUpdate update, Draft draft, Built given) {
        RoomHead head = update.head();
        long redaction = pendingRedactions.of(update, given.event());
        Built built = redaction == 0 ? given : given.redacted();
        Event event = built.event();
        long number = nids.next(Nids.Space.EVENT);
        @Nullable StateChange change = stateChange(event, head);
        EventAnnotations.Annotation annotation = annotations.of(update, event, draft, redaction);
        StoredEvent stored = stored(update, number, built, draft, change, annotation);
        int slot = update.write().position();
        addEventRows(update, stored, built, slot);
        if (change != null) {
            addStateRows(update, stored, change, slot);
            LineCopies.look(update.room().nid(), change.after(head.stateRef()), slot)
                    .ifPresent(update.write()::add);
        }
        update.append(stored, slot, next(head, stored, built, change, annotation));
        for (EventRows more : rows) {
            more.add(update, head, stored, draft, slot);
        }
        update.write().changed(slot, new Change.Room(update.room().nid()));
        events.hold(stored);
        return stored;
    }

    /// Lets go of the events of an update that will not be submitted. Only for the holder of the room's lock.
    public void abandon(RoomUpdate update) {
        update.appended().forEach(appended -> events.forget(appended.event().event()));
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

    private @Nullable StateChange stateChange(Event event, RoomHead head) {
        return event.stateKey().isPresent()
                ? StateChange.of(names.stateKey(event.type(), event.stateKey().get()), head)
                : null;
    }

    private StoredEvent stored(
            RoomUpdate update,
            long number,
            Built built,
            Draft draft,
            @Nullable StateChange change,
            EventAnnotations.Annotation annotation) {
        Event event = built.event();
        RoomHead head = update.head();
        EventHeader header =
                new EventHeader(
                        number,
                        update.room().nid(),
                        0,
                        head.lastOrd() + 1,
                        draft.senderNid(),
                        names.type(event.type()),
                        change == null ? 0 : change.stateKey(),
                        event.originServerTs(),
                        event.depth(),
                        annotation.flags(),
                        head.stateRef().line(),
                        head.stateRef().version(),
                        change == null ? 0 : change.replaced(),
                        annotation.thread(),
                        annotation.countedMain(),
                        annotation.countedThread(),
                        annotation.redaction());
        EventBytes bytes = EventBytes.of(event.json());
        return new StoredEvent(
                header,
                event.eventId(),
                event.type(),
                event.roomId(),
                event.rules(),
                bytes.client(),
                bytes.federation());
    }

    private void addEventRows(RoomUpdate update, StoredEvent stored, Built built, int slot) {
        EventHeader header = stored.header();
        boolean canAuthorise = AuthEventTypes.contains(stored.type()) && stored.isState();
        EventRow.Builder row =
                EventRow.builder(header.event(), stored.eventId().toStoredBytes(), header.room())
                        .slot(slot)
                        .ord(header.ord())
                        .sender(header.sender())
                        .type(header.type())
                        .ts(header.ts())
                        .depth(header.depth())
                        .flags(header.flags())
                        .stateLine(header.stateLine())
                        .stateVersion(header.stateVersion())
                        .prevs(
                                PackedNumbers.pack(
                                        built.prevs().stream().map(Extremity::event).toList()))
                        .auths(
                                PackedNumbers.pack(
                                        built.authEvents().stream()
                                                .map(StoredEvent::event)
                                                .toList()))
                        .countedMain(header.countedMain());
        if (header.stateKey() != 0) {
            row.stateKey(header.stateKey());
        }
        if (header.redaction() != 0) {
            row.redaction(header.redaction());
        }
        if (header.replaces() != 0) {
            row.replaces(header.replaces());
        }
        if (canAuthorise) {
            row.authNo(update.head().nextAuthNo());
        }
        if (header.thread() != 0) {
            row.thread(header.thread()).countedThread(header.countedThread());
        }
        EventBytesCodec.Packed packed = codec.pack(stored.client(), stored.federation());
        update.write()
                .add(row.build())
                .add(
                        new EventJsonRow(
                                header.event(),
                                packed.dictionary(),
                                packed.client(),
                                packed.federation()))
                .add(new ExtremityRow(header.room(), header.event()));
        for (Extremity prev : built.prevs()) {
            update.write().add(new DeleteExtremity(header.room(), prev.event()));
        }
    }

    private void addStateRows(RoomUpdate update, StoredEvent stored, StateChange change, int slot) {
        long line = update.head().stateRef().line();
        if (change.replaced() != 0) {
            update.write()
                    .add(
                            new StateEntryRow(
                                    line,
                                    change.stateKey(),
                                    change.replacedFrom(),
                                    change.version(),
                                    change.replaced()));
        }
        update.write()
                .add(
                        new StateEntryRow(
                                line,
                                change.stateKey(),
                                change.version(),
                                StateEntryRow.ALIVE,
                                stored.event()))
                .add(
                        new RoomVersionRow(
                                stored.header().room(), slot, line, change.version(), null, null));
    }

    private static RoomHead next(
            RoomHead head,
            StoredEvent stored,
            Built built,
            @Nullable StateChange change,
            EventAnnotations.Annotation annotation) {
        boolean canAuthorise = AuthEventTypes.contains(stored.type()) && stored.isState();
        List<Extremity> extremities = new ArrayList<>();
        extremities.add(new Extremity(stored.event(), stored.eventId(), stored.header().depth()));
        for (Extremity extremity : head.extremities()) {
            if (!built.prevs().contains(extremity)) {
                extremities.add(extremity);
            }
        }
        return new RoomHead(
                change == null ? head.state() : change.applied(head.state(), stored.event()),
                change == null ? head.stateRef() : change.after(head.stateRef()),
                List.copyOf(extremities),
                stored.ord(),
                canAuthorise ? head.nextAuthNo() + 1 : head.nextAuthNo(),
                annotation.countedMain(),
                head.joined(),
                head.invited(),
                head.servers());
    }

    private void publish(RoomUpdate update, Committed committed) {
        List<StoredEvent> placed = new ArrayList<>();
        for (RoomUpdate.Appended appended : update.appended()) {
            StoredEvent event = appended.event().at(committed.at(appended.slot()).value());
            placed.add(event);
            events.remember(event);
        }
        update.room()
                .committed(
                        new RoomSnapshot(
                                committed.at(update.appended().getLast().slot()), update.head()),
                        placed);
        for (Consumer<Committed> action : update.afterPublish()) {
            action.accept(committed);
        }
    }

    private void takeBack(RoomUpdate update) {
        abandon(update);
        update.room().failed();
    }
}
