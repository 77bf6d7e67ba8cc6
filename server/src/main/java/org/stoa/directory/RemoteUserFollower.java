package org.stoa.directory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.StorageException;

/// Has the words of users of other servers written soon after something changed, on a thread of its own. What is still to be
/// done stands in the database, so it goes on after a restart. Thread-safe.
final class RemoteUserFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteUserFollower.class);

    /// Between steps. Who changes a name in many rooms is looked at once for many of the events.
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private final RemoteUserWords words;
    private final Semaphore woken = new Semaphore(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("stoa-remote-users").unstarted(this::run);

    RemoteUserFollower(RemoteUserWords words) {
        this.words = words;
    }

    /// Begins, with what was left to do.
    void start() {
        thread.start();
    }

    /// Says that there may be something to do.
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run() {
        try {
            while (true) {
                woken.acquire();
                woken.drainPermits();
                Duration pause = follow();
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration follow() {
        try {
            if (closed.getCount() > 0 && words.step()) {
                wake();
            }
            return PAUSE;
        } catch (StorageException e) {
            LOG.warn("The words of users of other servers wait: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The words of users of other servers were not written", e);
        }
        wake();
        return PAUSE_AFTER_FAILURE;
    }

    /// Waits for the step that runs now.
    @Override
    public void close() {
        closed.countDown();
        wake();
        try {
            if (thread.isAlive() && !thread.join(LONGEST_STEP)) {
                LOG.warn("The words of users of other servers are still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
