package org.stoa.rooms.guests;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.protocol.event.content.GuestAccess;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.EventRows;
import org.stoa.rooms.persist.PendingRedactions;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.persist.StateDifference;
import org.stoa.rooms.persist.StateRows;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Database;
import org.stoa.storage.rows.TaskRow;

/// Notes, in the write of an event by which a room may stop to let guests in, that its guests have to leave: a change of
/// `m.room.guest_access`, or a redaction of it.
public final class GuestAccessTasks implements EventRows, StateRows {
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
        if (redacts(event, before)) {
            remove(update);
        }
    }

    @Override
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        if (differences.stream().anyMatch(GuestAccessTasks::forbids)) {
            remove(update);
        }
    }

    private static boolean forbids(StateDifference difference) {
        return difference.isOf(GUEST_ACCESS, "")
                && access(difference.was()) == GuestAccess.CAN_JOIN
                && access(difference.now()) != GuestAccess.CAN_JOIN;
    }

    private static GuestAccess access(@Nullable StoredEvent event) {
        return GuestAccess.in(event == null ? null : event.parsed());
    }

    private void remove(RoomUpdate update) {
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
