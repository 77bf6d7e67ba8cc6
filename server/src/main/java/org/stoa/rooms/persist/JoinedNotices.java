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

/// Tells those who keep something in memory about members when somebody is newly, or no longer, joined to a room.
/// Thread-safe.
public final class JoinedNotices implements EventRows {
    private final Names names;
    private final EventStore events;
    private final List<Listener> onJoining = new CopyOnWriteArrayList<>();
    private final List<Listener> onLeaving = new CopyOnWriteArrayList<>();

    /// Creates it with nobody to tell.
    public JoinedNotices(Names names, EventStore events) {
        this.names = names;
        this.events = events;
    }

    /// Hears of it on the commit queue's thread, after everybody can see it. Must be quick and must not throw.
    @FunctionalInterface
    public interface Listener {
        /// The user joined the room, or left it.
        void changed(long room, long user);
    }

    /// Adds somebody who hears of it when a user joins who was not joined before.
    public void onJoining(Listener listener) {
        onJoining.add(listener);
    }

    /// Adds somebody who hears of it when a user leaves, or is made to.
    public void onLeaving(Listener listener) {
        onLeaving.add(listener);
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        if (!event.type().equals("m.room.member") || !event.isState()) {
            return;
        }
        boolean wasJoined = wasJoined(event);
        boolean isJoined = Memberships.in(event.content()) == Membership.JOIN;
        if (wasJoined == isJoined) {
            return;
        }
        List<Listener> listeners = isJoined ? onJoining : onLeaving;
        long room = update.room().nid();
        UserId.tryParse(event.parsed().stateKey().orElse(""))
                .flatMap(names::findUser)
                .ifPresent(
                        user ->
                                update.afterPublish(
                                        done ->
                                                listeners.forEach(
                                                        listener -> listener.changed(room, user))));
    }

    private boolean wasJoined(StoredEvent event) {
        long replaced = event.header().replaces();
        return replaced != 0 && Memberships.in(events.get(replaced).content()) == Membership.JOIN;
    }
}
