package org.stoa.federation.receive;

import java.time.Duration;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.federation.InboundTransactionRepository;

/// Deletes the answers of transactions that no server sends again: those of more than a day ago.
final class OldInboundTransactions {
    /// The kind of its task in the scheduler.
    private static final String TASK = "federation.old_transactions";

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(24);

    /// Rows in one write, so that the events of users need not wait long.
    private static final int BATCH = 1_000;

    private final Database database;
    private final Time time;
    private final InboundTransactionRepository repository = new InboundTransactionRepository();

    OldInboundTransactions(Database database, Time time) {
        this.database = database;
        this.time = time;
    }

    /// Has it done again and again.
    void start() {
        database.scheduler().register(TASK, payload -> runAndRepeat());
        repeat();
    }

    private void runAndRepeat() {
        repeat();
        long before = time.millis() - KEPT.toMillis();
        int deleted;
        do {
            // A write of its own for each batch.
            deleted = database.write(tx -> repository.deleteBefore(tx, before, BATCH));
        } while (deleted >= BATCH);
    }

    private void repeat() {
        database.scheduler().scheduleUnlessWaiting(time.instant().plus(INTERVAL), TASK, "");
    }
}
