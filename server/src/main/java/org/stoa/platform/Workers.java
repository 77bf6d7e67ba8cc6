package org.stoa.platform;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks on virtual threads with a name, so many at once and so many waiting. Thread-safe.
///
/// A task that throws is logged and forgotten: what must not be lost is a row in the database that the task works off.
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final String name;
    private final Semaphore places;
    private final Semaphore running;
    private final AtomicLong count = new AtomicLong();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Makes workers.
    ///
    /// @param name what their threads are called in logs and dumps
    /// @param atOnce how many tasks run at once
    /// @param waiting how many further ones may wait
    public Workers(String name, int atOnce, int waiting) {
        this.name = name;
        this.running = new Semaphore(atOnce);
        this.places = new Semaphore(atOnce + waiting);
    }

    /// Runs a task soon; returns false, and does nothing, when too many wait or the workers are closed.
    public boolean tryRun(Runnable task) {
        if (closed || !places.tryAcquire()) {
            return false;
        }
        start(task);
        return true;
    }

    /// Runs a task soon, after waiting for a place.
    ///
    /// Errors: InterruptedException when the caller is interrupted while it waits.
    public void run(Runnable task) throws InterruptedException {
        places.acquire();
        start(task);
    }

    /// Returns how many tasks run or wait.
    public int size() {
        return threads.size();
    }

    /// Takes no more tasks and interrupts those that run.
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void start(Runnable task) {
        Thread thread =
                Thread.ofVirtual()
                        .name(name + "-" + count.incrementAndGet())
                        .unstarted(() -> work(task));
        threads.add(thread);
        thread.start();
    }

    private void work(Runnable task) {
        try {
            running.acquire();
            try {
                task.run();
            } finally {
                running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of {} failed", name, e);
        } finally {
            places.release();
            threads.remove(Thread.currentThread());
        }
    }
}
