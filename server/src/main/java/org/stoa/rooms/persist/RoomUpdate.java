package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Committed;
import org.stoa.storage.Write;

/// One or more events of one room on their way into one write. Belongs to the holder of the room's lock.
public final class RoomUpdate {
    private final Room room;
    private final Write.Builder write;
    private final List<Appended> appended = new ArrayList<>();
    private final List<Consumer<Committed>> afterPublish = new ArrayList<>();
    private final List<Consumer<Room>> onSubmit = new ArrayList<>();
    private final Map<Long, Long> threadTotals = new HashMap<>();
    private final Map<Long, Room.LocalStay> localStays = new HashMap<>();
    private RoomHead head;

    RoomUpdate(Room room, RoomHead head, Write.Builder write) {
        this.room = room;
        this.head = head;
        this.write = write;
    }

    /// An event with the slot of its position in the write.
    record Appended(StoredEvent event, int slot) {}

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

    /// The write, for rows that go with the events.
    public Write.Builder write() {
        return write;
    }

    /// Does something on the commit queue's thread once the room shows the events; must be quick and must not throw.
    public void afterPublish(Consumer<Committed> action) {
        afterPublish.add(action);
    }

    /// Changes what the room keeps in memory once the update is submitted; one that is abandoned changes nothing.
    void onSubmit(Consumer<Room> action) {
        onSubmit.add(action);
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

    /// Tells the room what changed in memory.
    void submitting() {
        room.remember(threadTotals, localStays);
        onSubmit.forEach(action -> action.accept(room));
    }

    /// The events so far, oldest first.
    public List<StoredEvent> events() {
        return appended.stream().map(Appended::event).toList();
    }

    List<Appended> appended() {
        return appended;
    }

    List<Consumer<Committed>> afterPublish() {
        return afterPublish;
    }

    void append(StoredEvent event, int slot, RoomHead next) {
        appended.add(new Appended(event, slot));
        head = next;
    }
}
