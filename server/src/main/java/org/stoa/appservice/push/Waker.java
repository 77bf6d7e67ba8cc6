package org.stoa.appservice.push;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Changes;
import org.stoa.platform.Waiter;
import org.stoa.platform.Wake;

/// Wakes the couriers that listen when there may be news for them: one thread for all of them, so that a commit wakes one thread
/// however many there are. While none listens it does not follow the commits either: services that are all dead cost a commit
/// nothing. Thread-safe.
final class Waker implements AutoCloseable {
    /// A wake-up may get lost: it wakes all so often.
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Changes changes;

    /// Read at each commit, changed when a service dies or comes back.
    private final Set<Courier> listening = new CopyOnWriteArraySet<>();

    private @Nullable Thread thread;
    private volatile boolean closed;

    Waker(Changes changes) {
        this.changes = changes;
    }

    /// Has a courier woken from now on: what it reads after this is not missed. Quick when it is already.
    void add(Courier courier) {
        if (!listening.contains(courier) && listening.add(courier)) {
            begin();
        }
    }

    /// Lets a courier sleep.
    void remove(Courier courier) {
        listening.remove(courier);
    }

    /// Says that there may be news. Quick.
    void wakeAll() {
        for (Courier courier : listening) {
            courier.wake();
        }
    }

    private synchronized void begin() {
        if (thread != null) {
            LockSupport.unpark(thread);
        } else if (!closed) {
            thread = Thread.ofVirtual().name("appservice-waker").start(this::run);
        }
    }

    private void run() {
        Wake last = Wake.CHANGED;
        while (!closed && last != Wake.SHUTDOWN) {
            if (listening.isEmpty()) {
                LockSupport.park(this);
            } else {
                last = follow();
            }
        }
    }

    /// Follows the commits while anybody listens.
    private Wake follow() {
        Wake last = Wake.CHANGED;
        try (Waiter waiter = changes.registerFollower()) {
            while (!closed && last != Wake.SHUTDOWN && !listening.isEmpty()) {
                // The first time for what was committed before this was a follower.
                wakeAll();
                last = waiter.await(LOOK);
            }
        }
        return last;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
