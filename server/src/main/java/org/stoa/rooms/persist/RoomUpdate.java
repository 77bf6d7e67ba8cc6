package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Basis;
import org.stoa.storage.Committed;
import org.stoa.storage.Write;
import org.stoa.storage.rows.AddEventFlags;

/// One or more events of one room on their way into one write. Belongs to the holder of the room's lock.
public final class RoomUpdate {
    private final Room room;
    private final EventStore events;
    private final Basis basis;
    private final Write.Builder write;
    private final Forks forks;
    private final List<Held> held = new ArrayList<>();
    private final Map<EventId, Long> missing = new HashMap<>();
    private final List<Long> flagged = new ArrayList<>();
    private final List<Consumer<Committed>> afterPublish = new ArrayList<>();
    private final List<Consumer<Room>> onSubmit = new ArrayList<>();
    private final Map<EventId, List<Long>> awaited = new HashMap<>();
    private final Map<Long, Long> threadTotals = new HashMap<>();
    private final Map<Long, Room.LocalStay> localStays = new HashMap<>();
    private List<Event> recommended = List.of();
    private RoomHead head;
    private int slots;
    private boolean hasOtherRows;
    private int liveSlot = Write.NO_SLOT;

    RoomUpdate(Room room, RoomHead head, EventStore events) {
        this.room = room;
        this.head = head;
        this.events = events;
        this.basis = room.basis();
        this.write = Write.forRoom(basis);
        this.forks = room.forks().fork();
    }

    /// An event with the slot of its position in the write.
    ///
    /// @param slot {@link Write#NO_SLOT} for one that is not live
    /// @param before what was held of it by an earlier write
    private record Held(StoredEvent event, int slot, @Nullable StoredEvent before) {}

    /// The room.
    public Room room() {
        return room;
    }

    /// What the next event of the update builds on.
    public RoomHead head() {
        return head;
    }

    /// Replaces the head after rows changed what it counts.
    public void head(RoomHead changed) {
        head = changed;
    }

    /// Events of this update that the room's policy server has signed already.
    public List<Event> recommended() {
        return recommended;
    }

    /// Says which events the room's policy server has signed already.
    public void recommended(List<Event> signed) {
        recommended = List.copyOf(signed);
    }

    /// What is known of the room's graph beside the head.
    public Forks forks() {
        return forks;
    }

    /// The write, for rows that go with the events.
    public Write.Builder write() {
        return write;
    }

    /// Takes the next position of the write for an event or a change of the room, and returns its slot.
    int nextSlot() {
        slots++;
        liveSlot = write.position();
        return liveSlot;
    }

    /// The slot of the newest event of the update, or a new one when it has none: where a change stands that comes after
    /// all of its events.
    int lastSlot() {
        return liveSlot == Write.NO_SLOT ? nextSlot() : liveSlot;
    }

    /// Whether anything of the update has a position.
    boolean isLive() {
        return slots > 0;
    }

    /// Does something on the commit queue's thread once the room shows the events; must be quick and must not throw.
    public void afterPublish(Consumer<Committed> action) {
        afterPublish.add(action);
    }

    /// Changes what the room keeps in memory once the update is submitted; one that is abandoned changes nothing.
    void onSubmit(Consumer<Room> action) {
        onSubmit.add(action);
    }

    /// Lets a redaction wait for its target.
    void await(EventId target, long redaction) {
        awaited.computeIfAbsent(target, first -> new ArrayList<>()).add(redaction);
        onSubmit(submitted -> submitted.pendingTargets().add(target, redaction));
    }

    /// The redactions of the update that wait for an event.
    List<Long> awaiting(EventId target) {
        return awaited.getOrDefault(target, List.of());
    }

    /// Whether an earlier write that the update is built on has failed meanwhile: whatever goes wrong then is no wonder.
    public boolean isDoomed() {
        return basis.failed();
    }

    /// The running total of a thread after the newest event in it, when it is in memory.
    @Nullable Long threadTotal(long root) {
        Long changed = threadTotals.get(root);
        return changed != null ? changed : room.threadTotal(root);
    }

    /// Changes the running total of a thread.
    void threadTotal(long root, long total) {
        threadTotals.put(root, total);
    }

    /// Between which orders a local user was last joined, when it is in memory.
    Room.@Nullable LocalStay localStay(long user) {
        Room.LocalStay changed = localStays.get(user);
        return changed != null ? changed : room.localStay(user);
    }

    /// Changes between which orders a local user was last joined.
    void localStay(long user, Room.LocalStay stay) {
        localStays.put(user, stay);
    }

    /// The flags of an event, with those that writes add that are not committed yet.
    public long flags(StoredEvent event) {
        return event.header().flags() | forks.flags(event.event());
    }

    /// Adds flags to a stored event.
    void addFlags(StoredEvent event, long added) {
        write.add(new AddEventFlags(event.event(), added));
        forks.addFlags(event.event(), added);
        flagged.add(event.event());
    }

    /// Holds the number of an event that is known by name only until the update is committed.
    void holdMissing(EventId eventId, long number) {
        events.holdMissing(eventId, number, room.nid());
        missing.put(eventId, number);
    }

    /// Tells the room what changed in memory.
    void submitting() {
        room.remember(threadTotals, localStays);
        room.remember(forks);
        onSubmit.forEach(action -> action.accept(room));
    }

    /// The live events so far, oldest first.
    public List<StoredEvent> events() {
        return held.stream().filter(each -> each.slot() != Write.NO_SLOT).map(Held::event).toList();
    }

    /// Notes that there are rows to write beside those of events.
    public void changed() {
        hasOtherRows = true;
    }

    /// Whether nothing is to be written.
    public boolean isEmpty() {
        return held.isEmpty() && slots == 0 && flagged.isEmpty() && !hasOtherRows;
    }

    /// Adds an event; others of the update find it from now on.
    void hold(StoredEvent event, int slot) {
        held.add(new Held(event, slot, events.hold(event)));
    }

    /// Lets go of everything, when the update will not be written.
    void giveUp() {
        for (Held each : held.reversed()) {
            events.giveUp(each.event(), each.before());
        }
        releaseMissing();
    }

    /// Gives the events their positions, and returns those of the live ones.
    List<StoredEvent> committed(Committed committed) {
        List<StoredEvent> placed = new ArrayList<>();
        for (Held each : held) {
            boolean live = each.slot() != Write.NO_SLOT;
            StoredEvent event =
                    live ? each.event().at(committed.at(each.slot()).value()) : each.event();
            events.committed(each.event(), event);
            if (live) {
                placed.add(event);
            }
        }
        flagged.forEach(events::forget);
        releaseMissing();
        return placed;
    }

    List<Consumer<Committed>> afterPublish() {
        return afterPublish;
    }

    private void releaseMissing() {
        missing.forEach((eventId, number) -> events.releaseMissing(eventId, number, room.nid()));
    }
}
