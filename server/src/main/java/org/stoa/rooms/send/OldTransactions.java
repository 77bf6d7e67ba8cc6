package org.stoa.rooms.send;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.TransactionRepository;

/// Deletes transaction ids that no client sends again: those of more than a day ago.
public final class OldTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(OldTransactions.class);

    /// The kind of its task in the scheduler.
    private static final String TASK = "rooms.old_transactions";

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(24);

    /// Rows in one write, so that the events of users need not wait long.
    private static final int BATCH = 1_000;

    private final Database database;
    private final Time time;
    private final TransactionRepository repository = new TransactionRepository();

    /// Creates it; nothing is deleted before it is started.
    public OldTransactions(Database database, Time time) {
        this.database = database;
        this.time = time;
    }

    /// Has it done again and again.
    public void start() {
        database.scheduler().register(TASK, payload -> runAndRepeat());
        repeat();
    }

    private void runAndRepeat() {
        repeat();
        LOG.debug("{} old transaction ids deleted", run());
    }

    private void repeat() {
        database.scheduler().scheduleUnlessWaiting(time.instant().plus(INTERVAL), TASK, "");
    }

    /// Does it once; returns how many rows went.
    private int run() {
        long before = time.millis() - KEPT.toMillis();
        int all = 0;
        int deleted;
        do {
            // A write of its own for each batch.
            deleted = database.write(tx -> repository.deleteBefore(tx, before, BATCH));
            all += deleted;
        } while (deleted >= BATCH);
        return all;
    }
}
