package org.stoa.rooms.persist;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Names;

/// Tells those who keep something in memory about members when somebody is no longer joined to a room. Thread-safe.
public final class LeaveNotices implements EventRows {
    private final Names names;
    private final EventStore events;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// Creates it with nobody to tell.
    public LeaveNotices(Names names, EventStore events) {
        this.names = names;
        this.events = events;
    }

    /// Hears of leaving, on the commit queue's thread, after everybody can see it. Must be quick and must not throw.
    @FunctionalInterface
    public interface Listener {
        /// The user left the room, or was made to.
        void left(long room, long user);
    }

    /// Adds somebody who hears of leaving.
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        if (!event.type().equals("m.room.member") || !event.isState() || !ends(event)) {
            return;
        }
        UserId.tryParse(event.parsed().stateKey().orElse(""))
                .flatMap(names::findUser)
                .ifPresent(user -> update.afterPublish(done -> tell(update.room().nid(), user)));
    }

    private boolean ends(StoredEvent event) {
        long replaced = event.header().replaces();
        return replaced != 0
                && Memberships.in(event.content()) != Membership.JOIN
                && Memberships.in(events.get(replaced).content()) == Membership.JOIN;
    }

    private void tell(long room, long user) {
        listeners.forEach(listener -> listener.left(room, user));
    }
}
