package org.stoa.platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Somebody who waits for changes, on one thread. Registered *before* looking at what there is, so that a change in between
/// ends the next wait at once; closed when done.
public final class Waiter implements AutoCloseable {
    private final Time time;
    private final Shutdown shutdown;
    private final Consumer<Waiter> onClose;
    private volatile boolean woken;
    private volatile @Nullable Thread thread;

    Waiter(Time time, Shutdown shutdown, Consumer<Waiter> onClose) {
        this.time = time;
        this.shutdown = shutdown;
        this.onClose = onClose;
    }

    /// Waits until something may have changed since the last call (or the registration), at most `timeout`.
    public Wake await(Duration timeout) {
        long deadline = time.nanoTime() + timeout.toNanos();
        thread = Thread.currentThread();
        try {
            while (true) {
                if (woken) {
                    woken = false;
                    return Wake.CHANGED;
                }
                if (shutdown.hasBegun() || Thread.currentThread().isInterrupted()) {
                    return Wake.SHUTDOWN;
                }
                long left = deadline - time.nanoTime();
                if (left <= 0) {
                    return Wake.TIMED_OUT;
                }
                time.park(this, Duration.ofNanos(left));
            }
        } finally {
            thread = null;
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /// Makes the waiting thread look whether the process ends.
    void look() {
        LockSupport.unpark(thread);
    }
}
