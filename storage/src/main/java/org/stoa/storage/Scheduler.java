package org.stoa.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Work that is due at a time and survives restarts: rows of the table `task`.
///
/// A task is done at least once: its row is deleted after its handler has returned, so after a crash it is done again,
/// and its handler must make that harmless. A handler that throws is called again later, with growing pauses, for
/// ever. Tasks of one kind run one after the other, in the order in which they are due; kinds run side by side.
///
/// Thread-safe.
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    /// Due tasks read at once, of a kind.
    private static final int PAGE = 100;

    /// How often due tasks are looked for. What is due before the next look is seen by this one, so that tasks begin when they
    /// are due.
    private static final Duration TICK = Duration.ofSeconds(1);

    /// A clock that stands still, as in tests, must not have it looked for without a pause.
    private static final long SHORTEST_WAIT_MILLIS = 10;

    private static final String INSERT =
            "INSERT INTO task (task, due, kind, payload, attempts) VALUES (?, ?, ?, ?, 0)";
    private static final String WAITS = "SELECT 1 FROM task WHERE kind = ? AND due > ?";
    private static final String SAME_DUE =
            "SELECT 1 FROM task WHERE kind = ? AND due <= ? AND payload = ? LIMIT 2";
    private static final String DUE =
            """
            SELECT task, kind, payload, attempts, due FROM task
            WHERE kind = ? AND due <= ?
            ORDER BY due, task
            LIMIT ?
            """;
    private static final String DELETE = "DELETE FROM task WHERE task = ?";
    private static final String POSTPONE =
            "UPDATE task SET due = ?, attempts = attempts + 1 WHERE task = ?";

    private final Database database;
    private final InstantSource time;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean started;
    private boolean closed;
    private long round;
    private long nextDue = Long.MAX_VALUE;

    Scheduler(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    /// Does the tasks of one kind. May be called twice for a task.
    @FunctionalInterface
    public interface Handler {
        /// Does what a payload asks for; blocks until it is done. What it throws means: try again later.
        void run(String payload);
    }

    private record Task(long task, String kind, String payload, long attempts, long due) {
        static Task of(ResultRow row) {
            return new Task(row.number(1), row.text(2), row.text(3), row.number(4), row.number(5));
        }
    }

    /// Says who does the tasks of a kind. Tasks of a kind that nobody handles wait.
    public void register(String kind, Handler handler) {
        if (handlers.putIfAbsent(kind, handler) != null) {
            throw new IllegalStateException("two handlers for " + kind);
        }
        wake();
    }

    /// Adds a task in a write, and returns its number for [#cancel].
    ///
    /// @param payload what the handler gets; readable by the next version of the program
    public long schedule(WriteTx tx, Instant due, String kind, String payload) {
        long task = tx.nextPosition().value();
        tx.update(INSERT, task, due.toEpochMilli(), kind, payload);
        tx.onCommitted(this::wake);
        return task;
    }

    /// Adds a task that is due now in a write, unless one with the same payload is still to begin: for work that looks at how
    /// things are when it begins. Of two that are due one may have begun, since those of one kind run one after the other; the
    /// second has not.
    public void scheduleUnlessToBegin(WriteTx tx, String kind, String payload) {
        Instant now = time.instant();
        List<Boolean> same = tx.list(SAME_DUE, row -> true, kind, now.toEpochMilli(), payload);
        if (same.size() < 2) {
            schedule(tx, now, kind, payload);
        }
    }

    /// Adds a task in a write of its own, and returns its number once it is durable.
    public long schedule(Instant due, String kind, String payload) {
        return database.write(tx -> schedule(tx, due, kind, payload));
    }

    /// Adds a task in a write of its own, unless one of its kind waits for later: for work that repeats itself, which
    /// calls this at the start and from its handler.
    public void scheduleUnlessWaiting(Instant due, String kind, String payload) {
        database.execute(
                tx -> {
                    if (tx.one(WAITS, row -> true, kind, time.millis()).isEmpty()) {
                        schedule(tx, due, kind, payload);
                    }
                });
    }

    /// Removes a task; does nothing when it was done already.
    public void cancel(WriteTx tx, long task) {
        tx.update(DELETE, task);
    }

    /// Begins to do what is due.
    public void start() {
        lock.lock();
        try {
            if (started) {
                throw new IllegalStateException("started twice");
            }
            started = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("stoa-scheduler").start(this::loop);
    }

    private void loop() {
        long seen = -1;
        while (true) {
            long now = awaitRound(seen);
            if (now < 0) {
                return;
            }
            seen = now;
            handlers.keySet().forEach(this::startKind);
        }
    }

    /// Waits until something changed or the clock may have moved; negative when closed.
    private long awaitRound(long seen) {
        lock.lock();
        try {
            long end = System.nanoTime() + TICK.toNanos();
            long left = Math.min(TICK.toNanos(), nanosToNextDue());
            while (!closed && round == seen && left > 0) {
                changed.awaitNanos(left);
                left = Math.min(end - System.nanoTime(), nanosToNextDue());
            }
            nextDue = Long.MAX_VALUE;
            return closed ? -1 : round;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            lock.unlock();
        }
    }

    /// Holds the lock.
    private long nanosToNextDue() {
        return nextDue == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(
                        Math.max(SHORTEST_WAIT_MILLIS, nextDue - time.millis()));
    }

    private void dueSoon(long due) {
        lock.lock();
        try {
            if (due < nextDue) {
                nextDue = due;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Says that a task may have become due: for tasks that came as rows of a write.
    public void wake() {
        lock.lock();
        try {
            round++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void startKind(String kind) {
        if (!running.contains(kind)) {
            Thread.ofVirtual().name("stoa-task-" + kind).start(() -> runDue(kind));
        }
    }

    /// Does everything that is due now, of all kinds, and returns how many tasks were done.
    public int runDue() {
        return handlers.keySet().stream().mapToInt(this::runDue).sum();
    }

    private int runDue(String kind) {
        if (!running.add(kind)) {
            return 0;
        }
        int done = 0;
        try {
            List<Task> tasks = due(kind);
            while (!tasks.isEmpty()) {
                for (Task task : tasks) {
                    boolean success = !isClosed() && runTask(task);
                    done += success ? 1 : 0;
                }
                tasks = due(kind);
            }
        } catch (StorageException e) {
            LOG.atLevel(isClosed() ? Level.DEBUG : Level.WARN)
                    .log("Tasks of the kind {} wait: {}", kind, e.getMessage());
        } finally {
            running.remove(kind);
        }
        return done;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private List<Task> due(String kind) {
        if (isClosed()) {
            return List.of();
        }
        long now = time.millis();
        List<Task> soon =
                database.read(tx -> tx.list(DUE, Task::of, kind, now + TICK.toMillis(), PAGE));
        soon.stream().mapToLong(Task::due).filter(due -> due > now).min().ifPresent(this::dueSoon);
        return soon.stream().filter(task -> task.due() <= now).toList();
    }

    private boolean runTask(Task task) {
        @Nullable Handler handler = handlers.get(task.kind());
        if (handler == null) {
            throw new IllegalStateException("no handler for " + task.kind());
        }
        try {
            handler.run(task.payload());
        } catch (RuntimeException e) {
            failed(task, e);
            return false;
        }
        database.execute(tx -> tx.update(DELETE, task.task()));
        return true;
    }

    private void failed(Task task, RuntimeException e) {
        if (isClosed()) {
            // The ground goes away under who is cut off; he begins again after the next start.
            LOG.debug("A task of the kind {} was cut off", task.kind(), e);
            return;
        }
        LOG.warn("A task of the kind {} failed and is tried again later", task.kind(), e);
        long due = time.instant().plus(pause(task.attempts())).toEpochMilli();
        database.execute(tx -> tx.update(POSTPONE, due, task.task()));
    }

    /// Returns 5 s, doubled with each attempt, at most an hour.
    static Duration pause(long attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 20));
        return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    }

    /// Starts nothing more. Tasks that run now are done again after the next start if they do not finish.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
