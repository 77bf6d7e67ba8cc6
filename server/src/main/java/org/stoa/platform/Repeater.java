package org.stoa.platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again, with a pause after each time, on a virtual thread of its own, until it is closed or the
/// process ends.
public final class Repeater implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeater.class);

    private final String name;
    private final Duration pause;
    private final Runnable task;
    private final Platform platform;
    private final Thread thread;
    private volatile boolean closed;

    private Repeater(String name, Duration pause, Runnable task, Platform platform) {
        this.name = name;
        this.pause = pause;
        this.task = task;
        this.platform = platform;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    /// Starts; the first time comes after one pause. What throws is logged as an error, unless it was closed meanwhile, and
    /// tried again after the next pause.
    public static Repeater start(String name, Duration pause, Runnable task, Platform platform) {
        Repeater repeater = new Repeater(name, pause, task, platform);
        platform.shutdown().onBegin(repeater::close);
        repeater.thread.start();
        return repeater;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /// Waits until the last run is over, after [#close()]; returns false when it takes longer.
    ///
    /// Errors: InterruptedException when the caller is interrupted.
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    private void loop() {
        while (rest()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void failed(RuntimeException e) {
        if (closed) {
            // The ground goes away under who is cut off.
            LOG.debug("{} was cut off", name, e);
            return;
        }
        LOG.error("{} failed; it is tried again in {} s", name, pause.toSeconds(), e);
    }

    private boolean rest() {
        long deadline = platform.time().nanoTime() + pause.toNanos();
        while (!closed) {
            long left = deadline - platform.time().nanoTime();
            if (left <= 0) {
                return true;
            }
            platform.time().park(this, Duration.ofNanos(left));
        }
        return false;
    }
}
