package org.stoa.storage;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the server's log when the write-ahead log is not copied back, or grows: once, and again while it lasts. Thread-safe.
final class LogReports {
    private static final Logger LOG = LoggerFactory.getLogger(LogReports.class);

    private static final Duration BETWEEN_FAILURES = Duration.ofMinutes(1);

    private final LogLimits limits;

    private boolean failing;
    private long lastFailure;
    private long nextWarning;
    private long failures;

    LogReports(LogLimits limits) {
        this.limits = limits;
        this.nextWarning = limits.warn();
    }

    /// Copying has failed; it is tried again.
    synchronized void failed(Throwable cause, long pageBytes) {
        failures++;
        long now = System.nanoTime();
        if (!failing || now - lastFailure >= BETWEEN_FAILURES.toNanos()) {
            lastFailure = now;
            LOG.error(
                    "The write-ahead log cannot be copied back, which is tried again. Nothing is lost, but it grows, and from"
                            + " {} MB on every commit tries to copy it",
                    megabytes(limits.bound(), pageBytes),
                    cause);
        }
        failing = true;
    }

    /// The log has started anew.
    synchronized void startedAnew() {
        nextWarning = limits.warn();
        if (failing) {
            LOG.info("The write-ahead log is copied back again");
        }
        failing = false;
    }

    /// Hears what the log has now.
    synchronized void has(LogState state, long pageBytes) {
        if (state.pages() < nextWarning) {
            return;
        }
        nextWarning = 2 * state.pages();
        LOG.warn(
                "The write-ahead log has {} MB, of which {} MB are not in the database yet{}",
                megabytes(state.pages(), pageBytes),
                megabytes(state.left(), pageBytes),
                failing ? "" : ": a read that does not end keeps it from starting anew");
    }

    /// Returns how often copying has failed.
    synchronized long failures() {
        return failures;
    }

    private static long megabytes(long pages, long pageBytes) {
        return (pages * pageBytes) >> 20;
    }
}
