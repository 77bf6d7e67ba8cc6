package org.stoa.ephemeral;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.stoa.platform.Time;

/// Forgets in time who types no more without having said so: one virtual thread that sleeps until the next one is due.
public final class TypingExpiry implements AutoCloseable {
    private final Typing typing;
    private final Time time;
    private final Thread thread;
    private volatile boolean closed;

    /// Starts it.
    public TypingExpiry(Typing typing, Time time) {
        this.typing = typing;
        this.time = time;
        this.thread = Thread.ofVirtual().name("typing-expiry").unstarted(this::run);
        typing.listen(room -> LockSupport.unpark(thread));
        thread.start();
    }

    private void run() {
        while (!closed) {
            Duration untilNext = typing.expire();
            time.park(this, untilNext);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
