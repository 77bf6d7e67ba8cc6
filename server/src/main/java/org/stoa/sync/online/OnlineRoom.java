package org.stoa.sync.online;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A room that somebody who is online is joined to, with the position of its last change. Thread-safe.
final class OnlineRoom {
    private final Set<Long> users = ConcurrentHashMap.newKeySet();
    private volatile long watchedSince = Long.MAX_VALUE;
    private volatile long changedPos;

    void add(long user) {
        users.add(user);
    }

    void remove(long user) {
        users.remove(user);
    }

    boolean isForsaken() {
        return users.isEmpty();
    }

    /// Says that every change above the position is noted here; only the first call counts.
    void watchedSince(long position) {
        if (watchedSince == Long.MAX_VALUE) {
            watchedSince = position;
        }
    }

    /// Notes a change; called by the commit queue's thread only.
    void changedAt(long position) {
        changedPos = position;
    }

    /// Whether it is known here what changed above the position.
    boolean reachesBackTo(long position) {
        return watchedSince <= position;
    }

    /// Whether anything changed above the position, which the room must reach back to.
    boolean changedAfter(long position) {
        return changedPos > position;
    }
}
