package org.stoa.boot;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.stoa.platform.Metrics;
import org.stoa.storage.Change;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.Frontier;
import org.stoa.storage.Lane;

/// What an operator sees of the database: how long commits take and how much waits. Thread-safe.
final class DatabaseMetrics implements CommitListener {
    /// From a fast disk to one that keeps people waiting.
    private static final Duration[] COMMIT_TIMES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final Metrics metrics;
    private final Timer commits;
    private final DistributionSummary writes;

    DatabaseMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.commits = metrics.histogram("stoa.storage.commit", COMMIT_TIMES);
        this.writes = metrics.summary("stoa.storage.commit.writes");
    }

    /// Shows what the database says of itself from now on.
    void watch(Database database) {
        metrics.gauge("stoa.storage.writes.waiting", database::waitingWrites);
        metrics.gauge("stoa.storage.reads.running", database::runningReads);
        metrics.gauge("stoa.storage.reads.waiting", database::waitingReads);
        metrics.gauge("stoa.storage.log.bytes", database::logBytes);
        metrics.gauge("stoa.storage.log.failures", database::logFailures);
        metrics.gauge("stoa.storage.frontier", () -> database.frontier().at(Lane.ONLY).counter());
    }

    @Override
    public void committed(Frontier frontier, List<Change> changes) {
        // Only measured() matters here.
    }

    @Override
    public void measured(int count, long nanos) {
        commits.record(Duration.ofNanos(nanos));
        writes.record(count);
    }
}
