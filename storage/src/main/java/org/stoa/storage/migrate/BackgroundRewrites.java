package org.stoa.storage.migrate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.Database;
import org.stoa.storage.StorageException;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Runs the background rewrites that are not done yet, one after the other, with a pause between steps so that the
/// writes of users come first. Each step and the place it reached are one write.
///
/// Thread-safe.
public final class BackgroundRewrites implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRewrites.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private static final String READ = "SELECT cursor, done FROM background_rewrite WHERE name = ?";
    private static final String STORE =
            """
            INSERT INTO background_rewrite (name, cursor, done) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, done = excluded.done
            """;

    private final Database database;
    private final List<BackgroundRewrite> rewrites;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Makes the runner of all rewrites there are, in order.
    public BackgroundRewrites(Database database, List<BackgroundRewrite> rewrites) {
        this.database = database;
        this.rewrites = List.copyOf(rewrites);
    }

    /// How far a rewrite has come.
    private record Progress(String cursor, boolean done) {}

    /// Begins, or goes on, on a thread of its own.
    public void start() {
        Thread.ofVirtual().name("stoa-rewrites").start(this::run);
    }

    private void run() {
        for (BackgroundRewrite rewrite : rewrites) {
            boolean done = false;
            while (!done) {
                Duration pause = PAUSE;
                try {
                    done = step(rewrite);
                } catch (StorageException e) {
                    LOG.warn("The rewrite {} waits: {}", rewrite.name(), e.getMessage());
                    pause = PAUSE_AFTER_FAILURE;
                }
                if (closedWithin(pause)) {
                    return;
                }
            }
        }
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Does the next step of a rewrite and returns whether it is done. One that was done before costs a read.
    boolean step(BackgroundRewrite rewrite) {
        boolean done = database.read(tx -> progress(tx, rewrite.name())).done();
        return done || database.write(tx -> step(tx, rewrite));
    }

    private static boolean step(WriteTx tx, BackgroundRewrite rewrite) {
        Progress progress = progress(tx, rewrite.name());
        if (progress.done()) {
            return true;
        }
        Optional<String> next = rewrite.step(tx, progress.cursor());
        tx.update(STORE, rewrite.name(), next.orElse(""), next.isEmpty());
        return next.isEmpty();
    }

    private static Progress progress(Tx tx, String name) {
        return tx.one(READ, row -> new Progress(row.text(1), row.flag(2)), name)
                .orElse(new Progress("", false));
    }

    /// Stops after the step that runs now.
    @Override
    public void close() {
        closed.countDown();
    }
}
