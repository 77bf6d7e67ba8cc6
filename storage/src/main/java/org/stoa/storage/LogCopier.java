package org.stoa.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;
import org.stoa.storage.LogState.Mode;

/// Copies SQLite's write-ahead log back into the database on a thread and a connection of its own, so that no commit waits for it.
///
/// Copying beside a writer never comes to the end of the log, and SQLite begins the log anew only when all of it was copied and
/// flushed. So it is done in rounds: this thread copies what there is and flushes the database, again until little is left; then the
/// writer copies that little between two commits ([#committed]), which takes about as long as a commit, and its next write is the first
/// of the log. When a read keeps the log from ending, the next round comes when the log has grown by [LogLimits#again].
///
/// The log stays bounded without this thread, too: from [LogLimits#bound] on SQLite copies in each commit of the writer; while this
/// thread is at it, the writer waits for it there. Only a read that does not end makes the log grow further, which is reported.
///
/// `committed` and `idle` are for the writer's thread, the rest for any. See docs/adr/0024.
final class LogCopier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCopier.class);

    /// Between two looks at the log while there are commits.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /// Each leaves a small part of what the one before did; when that is not so, the disk is too slow for more.
    private static final int MAX_PASSES = 4;

    /// How long the writer waits for reads of the log to end before it begins it anew.
    private static final int REST_MILLIS = 5;

    private final Path log;
    private final LogLimits limits;
    private final LogConnection connection;
    private final LogReports reports;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingToDo = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Condition roundEnded = lock.newCondition();

    // Below: guarded by the lock.
    private boolean written;
    private boolean idle;
    private boolean closed;

    /// Whether the writer shall copy the rest.
    private volatile boolean restDue;

    /// How many pages the log had when it was done with; it has them until the next write.
    private volatile long pagesWhenDone = -1;

    private volatile boolean copying;
    private volatile long pages;
    private volatile long pageBytes = SqliteEngine.PAGE_BYTES;

    // Of the copier's thread.
    private long nextRound;

    LogCopier(Path log, LogLimits limits, LogConnection connection) {
        this.log = log;
        this.limits = limits;
        this.connection = connection;
        this.reports = new LogReports(limits);
        this.nextRound = limits.copyFrom();
        this.thread = Thread.ofPlatform().daemon().name("stoa-log").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Returns how many bytes of pages the log had when it was last looked at; 0 when none of them is needed any more.
    long bytes() {
        return pages * pageBytes;
    }

    /// Returns how often copying has failed.
    long failures() {
        return reports.failures();
    }

    /// Called after a commit. Copies the rest when it is time for it.
    void committed(Session writer) throws SQLException {
        if (restDue) {
            copyRest(writer);
        } else if (copying && log.toFile().length() >= limits.bound() * pageBytes) {
            awaitRound();
        }
        tell(false);
    }

    /// Called now and then while nobody writes.
    void idle(Session writer) throws SQLException {
        if (restDue) {
            copyRest(writer);
        }
        tell(true);
    }

    private void tell(boolean nobodyWrites) {
        lock.lock();
        try {
            idle = nobodyWrites;
            if (!written) {
                written = true;
                somethingToDo.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The log grows faster than it is copied, so who makes it grow waits.
    private void awaitRound() {
        lock.lock();
        try {
            while (copying) {
                roundEnded.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The driver begins a transaction after each commit, and with that the writer itself reads the log: it has to end and to begin
    /// anew. With RESTART, SQLite waits for reads that began before, while those that begin now read the database only.
    private void copyRest(Session writer) throws SQLException {
        restDue = false;
        SQLiteConnection open = writer.connection().unwrap(SQLiteConnection.class);
        int patience = open.getBusyTimeout();
        open.setAutoCommit(true);
        open.setBusyTimeout(REST_MILLIS);
        try {
            LogState state = LogState.after(Mode.RESTART, open);
            pagesWhenDone = state.busy() ? -1 : state.pages();
        } catch (SQLException e) {
            reports.failed(e, pageBytes);
        } finally {
            open.setBusyTimeout(patience);
            open.setAutoCommit(false);
        }
    }

    private void run() {
        while (awaitWriter()) {
            try {
                pageBytes = connection.pageBytes();
                look();
                pause(BETWEEN_LOOKS);
            } catch (SQLException | IOException | RuntimeException | Error e) {
                reports.failed(e, pageBytes);
                connection.close();
                pause(AFTER_FAILURE);
            }
        }
        connection.close();
    }

    /// Waits for a commit, or for the writer to say that there are none. Returns `false` when it is closed.
    private boolean awaitWriter() {
        lock.lock();
        try {
            while (!written && !closed) {
                somethingToDo.awaitUninterruptibly();
            }
            written = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration duration) {
        lock.lock();
        try {
            long left = duration.toNanos();
            while (left > 0 && !closed) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.warn("The copying of the log was interrupted and goes on", e);
        } finally {
            lock.unlock();
        }
    }

    private void look() throws SQLException, IOException {
        LogState state = connection.state().unlessDone(pagesWhenDone);
        if (state.pages() < pages) {
            reports.startedAnew();
            nextRound = limits.copyFrom();
        }
        pages = state.pages();
        reports.has(state, pageBytes);
        if (state.pages() < (nobodyWrites() ? limits.idleFrom() : nextRound)) {
            return;
        }
        LogState left = copy(state);
        nextRound = Math.max(limits.copyFrom(), left.pages() + limits.again());
        restDue = left.left() <= limits.rest();
    }

    private boolean nobodyWrites() {
        lock.lock();
        try {
            return idle;
        } finally {
            lock.unlock();
        }
    }

    private LogState copy(LogState before) throws SQLException, IOException {
        copying = true;
        try {
            LogState state = before;
            for (int pass = 0; pass < MAX_PASSES && state.left() > limits.rest(); pass++) {
                LogState after = connection.copy();
                if (after.copied() <= state.copied()) {
                    return state;
                }
                state = after;
            }
            return state;
        } finally {
            endRound();
        }
    }

    private void endRound() {
        lock.lock();
        try {
            copying = false;
            roundEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread and its connection. What is left in the log is copied when the last connection closes.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            somethingToDo.signal();
            ended.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
