package org.stoa.rooms.guests;

import org.stoa.platform.Time;
import org.stoa.protocol.event.content.GuestAccess;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.EventRows;
import org.stoa.rooms.persist.PendingRedactions;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Database;
import org.stoa.storage.rows.TaskRow;

/// Notes, in the write of an event by which a room may stop to let guests in, that its guests have to leave: a change of
/// `m.room.guest_access`, or a redaction of it.
public final class GuestAccessTasks implements EventRows {
    /// The kind of the tasks. Payload: the number of the room.
    static final String REMOVE = "rooms.remove_guests";

    private static final String GUEST_ACCESS = "m.room.guest_access";

    private final Database database;
    private final EventStore events;
    private final Time time;

    /// Creates it.
    public GuestAccessTasks(Database database, EventStore events, Time time) {
        this.database = database;
        this.events = events;
        this.time = time;
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        if (!forbids(event, before) && !redacts(event, before)) {
            return;
        }
        update.write()
                .add(
                        new TaskRow(
                                update.write().position(),
                                time.millis(),
                                REMOVE,
                                Long.toString(update.room().nid()),
                                0));
        update.afterPublish(done -> database.scheduler().wake());
    }

    private boolean forbids(StoredEvent event, RoomHead before) {
        return event.isState()
                && event.type().equals(GUEST_ACCESS)
                && GuestAccess.in(event.parsed()) != GuestAccess.CAN_JOIN
                && GuestAccess.in(state(before).get(GUEST_ACCESS, "")) == GuestAccess.CAN_JOIN;
    }

    /// Whether the event is a redaction of what holds; that it was allowed to, the task looks at.
    private boolean redacts(StoredEvent event, RoomHead before) {
        return event.type().equals("m.room.redaction")
                && state(before)
                        .stored(GUEST_ACCESS, "")
                        .map(StoredEvent::eventId)
                        .equals(PendingRedactions.target(event));
    }

    private StateView state(RoomHead head) {
        return new StateView(head.state(), database.names(), events);
    }
}
