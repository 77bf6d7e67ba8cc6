package org.stoa.remote.connect;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.stoa.platform.Time;

/// Ends something when its time is over, whatever it is doing then: a peer that sends a byte now and then keeps every
/// other limit.
final class Watch implements AutoCloseable {
    private final Time time;
    private final long deadline;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean expired;
    private volatile Runnable end = () -> {};

    Watch(Time time, Duration duration) {
        this.time = time;
        this.deadline = time.nanoTime() + duration.toNanos();
        this.thread = Thread.ofVirtual().name("remote-watch").start(this::run);
    }

    /// Says what has to be called when the time is over; at once, when it is over already.
    void guard(Runnable action) {
        end = action;
        if (expired) {
            action.run();
        }
    }

    /// Whether the time is over.
    boolean isExpired() {
        return expired || deadline - time.nanoTime() <= 0;
    }

    private void run() {
        while (!closed) {
            long left = deadline - time.nanoTime();
            if (left <= 0) {
                expired = true;
                end.run();
                return;
            }
            time.park(this, Duration.ofNanos(left));
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
