package org.stoa.rooms.persist;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.resolve.StateBefore;
import org.stoa.storage.Names;
import org.stoa.storage.Write;
import org.stoa.storage.rooms.EventHeader;
import org.stoa.storage.rows.AddEventFlags;
import org.stoa.storage.rows.DeleteMention;
import org.stoa.storage.rows.ReinstateEvent;
import org.stoa.storage.rows.UncountedRow;
import org.stoa.storage.rows.UpdateStateBefore;
import org.stoa.storage.rows.WithdrawEvent;

/// Changes what is stored of events that were checked against less than the whole state. Only for the holder of the room's
/// lock.
public final class EventRevision {
    private final Names names;
    private final EventStore events;
    private final EventTable table;

    /// Creates it.
    public EventRevision(Names names, EventStore events, EventTable table) {
        this.names = names;
        this.events = events;
        this.table = table;
    }

    /// Gives an event the state that is before it, and returns it so; others of the update find it from now on.
    public StoredEvent moved(RoomUpdate update, StoredEvent event, StateBefore before) {
        long key = event.header().stateKey();
        long replaces = key == 0 ? 0 : before.state().event(key);
        update.write()
                .add(
                        new UpdateStateBefore(
                                event.event(),
                                before.ref().line(),
                                before.ref().version(),
                                replaces == 0 ? null : replaces));
        StoredEvent moved =
                event.with(
                        event.header()
                                .after(before.ref().line(), before.ref().version(), replaces));
        return held(update, moved);
    }

    /// Notes that the state before an event, as it is stored, is not all of it and will never be.
    void withoutState(RoomUpdate update, StoredEvent event) {
        update.write().add(new AddEventFlags(event.event(), EventFlags.PARTIAL));
        long flags = event.header().flags() | EventFlags.PARTIAL;
        held(update, event.with(event.header().withFlags(flags)));
    }

    /// Takes an event out of the timeline: it should not have been accepted.
    public StoredEvent withdrawn(RoomUpdate update, StoredEvent event) {
        long flags = event.header().flags() | EventFlags.REJECTED;
        update.write().add(new WithdrawEvent(event.event(), flags));
        if (event.ord() != 0) {
            uncount(update, event);
        }
        update.afterPublish(done -> update.room().withdrawRecent(event.event()));
        return held(update, event.with(event.header().withdrawn(flags)));
    }

    /// Lets an event count for the states after it: it should not have been rejected. It is not shown any more, since the
    /// clients have seen what came behind it.
    public StoredEvent reinstated(RoomUpdate update, StoredEvent event, List<StoredEvent> auths) {
        long flags = (event.header().flags() & ~EventFlags.REJECTED) | EventFlags.SOFT_FAILED;
        StoredEvent changed = event.with(event.header().withFlags(flags));
        @Nullable Long authNo = table.reinstate(update, changed, auths);
        update.write().add(new ReinstateEvent(event.event(), flags, authNo));
        return held(update, changed);
    }

    /// The event may have been on its way to its own commit, so its position is read from the database afterwards.
    private StoredEvent held(RoomUpdate update, StoredEvent event) {
        update.hold(event, Write.NO_SLOT);
        update.afterPublish(
                done -> {
                    events.forget(event.event());
                    update.room().replaceRecent(event);
                });
        return event;
    }

    private void uncount(RoomUpdate update, StoredEvent event) {
        EventHeader header = event.header();
        long room = update.room().nid();
        if ((header.flags() & EventFlags.COUNTED) != 0) {
            long thread = header.thread() == 0 ? CountRows.MAIN : header.thread();
            update.write().add(new UncountedRow(room, thread, event.ord()));
        }
        update.write().add(new DeleteMention(room, CountRows.EVERYBODY, event.ord()));
        names.findUsers(CountedEvents.mentionedUsers(event.parsed()))
                .values()
                .forEach(user -> update.write().add(new DeleteMention(room, user, event.ord())));
    }
}
