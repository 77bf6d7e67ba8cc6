package org.stoa.irc.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.bridge.client.HomeserverError;
import org.stoa.bridge.client.Unreachable;

/// Does things one after the other for each lane, such as a room, and side by side for different ones. Safe for use by several
/// threads.
public final class Lanes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    private final Map<String, Deque<Runnable>> waiting = new HashMap<>();
    private final Set<Thread> workers = new HashSet<>();
    private boolean closed;

    /// Does the task after those that were added to the lane before. What it throws is logged.
    public synchronized void add(String lane, Runnable task) {
        if (closed) {
            return;
        }
        Deque<Runnable> tasks = waiting.get(lane);
        if (tasks != null) {
            tasks.add(task);
            return;
        }
        tasks = new ArrayDeque<>();
        tasks.add(task);
        waiting.put(lane, tasks);
        Thread worker = Thread.ofVirtual().name("lane-" + lane).unstarted(() -> run(lane));
        workers.add(worker);
        worker.start();
    }

    /// Stops; what is being done is interrupted, and what waits is forgotten.
    @Override
    public void close() {
        Set<Thread> running;
        synchronized (this) {
            closed = true;
            running = Set.copyOf(workers);
        }
        running.forEach(Thread::interrupt);
        for (Thread worker : running) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void run(String lane) {
        for (Runnable task = next(lane, false); task != null; task = next(lane, true)) {
            try {
                task.run();
            } catch (Unreachable e) {
                log.warn("Gave up on something for {}: {}", lane, e.getMessage());
            } catch (HomeserverError e) {
                log.warn("The homeserver refused something for {}: {}", lane, e.getMessage());
            } catch (RuntimeException bug) {
                log.error("Could not do something for {}", lane, bug);
            }
        }
    }

    private synchronized @Nullable Runnable next(String lane, boolean hasDoneOne) {
        Deque<Runnable> tasks = waiting.get(lane);
        if (tasks != null && hasDoneOne) {
            tasks.removeFirst();
        }
        if (tasks == null || tasks.isEmpty() || closed) {
            waiting.remove(lane);
            workers.remove(Thread.currentThread());
            return null;
        }
        return tasks.peekFirst();
    }
}
