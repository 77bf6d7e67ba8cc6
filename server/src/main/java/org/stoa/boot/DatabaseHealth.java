package org.stoa.boot;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.http.HealthCheck;
import org.stoa.storage.Database;
import org.stoa.storage.StorageException;

/// Whether the database takes writes and answers reads. Thread-safe.
///
/// However many ask, one read is under way at a time, so that a database that does not answer does not pile up threads.
final class DatabaseHealth implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

    /// Shorter than load balancers wait.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private @Nullable FutureTask<Boolean> underWay;

    DatabaseHealth(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> problem() {
        Optional<String> writing = database.writeProblem().map(DatabaseHealth::words);
        return writing.isPresent() ? writing : readProblem();
    }

    /// For strangers: no path, no address, no text of the database.
    private static String words(StorageException problem) {
        return switch (problem.kind()) {
            case DISK_FULL -> "the disk is full";
            case FENCED, LOCKED -> "another process has taken over the database";
            case UNAVAILABLE -> "the database does not take a write";
            case CONSTRAINT,
                    STATEMENT,
                    CASCADE,
                    UNKNOWN_OUTCOME,
                    CLOSED,
                    OVERLOADED,
                    NEWER_SCHEMA,
                    CHANGED_MIGRATION,
                    CORRUPT,
                    READ_ONLY,
                    MISSING_FOLDER,
                    ENCODING ->
                    "nothing can be written";
        };
    }

    private Optional<String> readProblem() {
        try {
            reading().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            LOG.warn("a read of one row takes longer than {} s", PATIENCE.toSeconds());
            return Optional.of(
                    "the database does not answer a read within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            LOG.warn("a read of one row failed: {}", String.valueOf(e.getCause()));
            return Optional.of("the database cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("stopping");
        }
    }

    private synchronized FutureTask<Boolean> reading() {
        FutureTask<Boolean> current = underWay;
        if (current != null && !current.isDone()) {
            return current;
        }
        FutureTask<Boolean> next = new FutureTask<>(database::probeRead, true);
        underWay = next;
        Thread.ofVirtual().name("health").start(next);
        return next;
    }
}
