package org.stoa.rooms.persist;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Names;

/// Tells those who keep something in memory about members when somebody is newly, or no longer, joined to a room.
/// Thread-safe.
public final class JoinedNotices implements StateRows {
    private final Names names;
    private final List<Listener> onJoining = new CopyOnWriteArrayList<>();
    private final List<Listener> onLeaving = new CopyOnWriteArrayList<>();

    /// Creates it with nobody to tell.
    public JoinedNotices(Names names) {
        this.names = names;
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
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        for (StateDifference difference : differences) {
            boolean wasJoined = difference.membershipWas() == Membership.JOIN;
            boolean isJoined = difference.membershipNow() == Membership.JOIN;
            if (wasJoined != isJoined) {
                difference
                        .member()
                        .flatMap(names::findUser)
                        .ifPresent(user -> tell(update, isJoined ? onJoining : onLeaving, user));
            }
        }
    }

    private static void tell(RoomUpdate update, List<Listener> listeners, long user) {
        long room = update.room().nid();
        update.afterPublish(done -> listeners.forEach(listener -> listener.changed(room, user)));
    }
}
