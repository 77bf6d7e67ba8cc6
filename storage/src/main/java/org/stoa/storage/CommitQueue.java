package org.stoa.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.StorageException.Kind;

/// The commit queue of one lane: whatever waits together becomes one transaction and one flush.
///
/// One thread takes up to [WaitingEntries#MAX_WRITES] entries or [WaitingEntries#MAX_WEIGHT] bytes, gives positions, writes the rows with one
/// statement a table, moves the lane's row as the last statement (which fails when somebody else owns the lane), reads
/// its row count and only then commits. After that, in order: call-backs of the writes, the listener's record, the
/// frontier, the callers, the listener's wake-up.
///
/// When a batch fails, its entries are run again one by one, so that only the culprit fails and, through their
/// [Basis], the later writes of its room. When the connection is lost, the outcome of the commit is found out by
/// raising the epoch, which waits for the old transaction and fences it off; until then no caller gets an answer.
///
/// Thread-safe. `submit` and `write` may be called by any thread; everything else happens on the writer's thread.
final class CommitQueue implements Commits, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);

    /// A write that takes longer than this is a disk or a server that does not answer.
    private static final Duration TOO_LONG = Duration.ofSeconds(10);

    private static final Duration RECONNECT_FIRST = Duration.ofMillis(50);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);

    /// How often a batch that was certainly not committed is tried again after a lost connection.
    private static final int MAX_LOSSES = 3;

    private final Engine engine;
    private final Lane lane;
    private final LaneRow laneRow;
    private final CommitListener listener;
    private final CommitProbe probe;
    private final Duration diskFullRetry;
    private final AtomicReference<Frontier> frontier;
    private final WriterThread thread;

    private final WaitingEntries waiting = new WaitingEntries();

    /// When the writer began what it is doing, as `nanoTime`; 0 while it waits for something to do.
    private final AtomicLong busySince = new AtomicLong();

    // Below: written by the writer's thread only; what is volatile is read by others, for health.
    private @Nullable Session session;
    private LaneRow.Held held;
    private volatile @Nullable StorageException refusal;
    private volatile boolean diskFull;
    private long diskFullSince;

    CommitQueue(
            Engine engine,
            Lane lane,
            String node,
            CommitListener listener,
            CommitProbe probe,
            Duration diskFullRetry) {
        this.engine = engine;
        this.lane = lane;
        this.laneRow = new LaneRow(lane, node);
        this.listener = listener;
        this.probe = probe;
        this.diskFullRetry = diskFullRetry;
        try {
            this.session = engine.openWriter();
            this.held = laneRow.take(session);
        } catch (SQLException e) {
            throw engine.dialect().failure(e);
        }
        this.frontier = new AtomicReference<>(Frontier.of(held.pos()));
        this.thread = new WriterThread(this::run, "stoa-writer-" + lane.number());
    }

    void start() {
        thread.start();
    }

    Frontier frontier() {
        return frontier.get();
    }

    /// Returns why nothing is written at the moment; empty when all is well.
    Optional<StorageException> problem() {
        StorageException refused = refusal;
        if (refused != null) {
            return Optional.of(refused);
        }
        if (diskFull) {
            return Optional.of(diskFullFailure());
        }
        long since = busySince.get();
        return since != 0 && System.nanoTime() - since > TOO_LONG.toNanos()
                ? Optional.of(
                        new StorageException(
                                Kind.UNAVAILABLE,
                                "a write takes longer than " + TOO_LONG.toSeconds() + " s"))
                : Optional.empty();
    }

    /// Returns how many entries wait now.
    int depth() {
        return waiting.size();
    }

    @Override
    public Pending submit(Lane to, Write write) {
        if (!to.equals(lane)) {
            throw new IllegalArgumentException("no such lane here: " + to);
        }
        Entry.Rows entry = new Entry.Rows(write);
        waiting.add(entry);
        return entry;
    }

    <T extends @Nullable Object> T write(Function<WriteTx, T> work) {
        WriterThread.mustNotWait();
        Entry.Closure<T> entry = new Entry.Closure<>(work);
        waiting.add(entry);
        return entry.valueOrThrow();
    }

    /// Takes work whose caller does not wait for it.
    void later(Consumer<WriteTx> work) {
        waiting.add(
                new Entry.Closure<>(
                        tx -> {
                            tx.onFailed(() -> LOG.warn("A write that nobody waits for failed"));
                            work.accept(tx);
                            return tx;
                        }));
    }

    /// Commits what waits, then stops.
    @Override
    public void close() {
        waiting.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closeSession();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Entry> batch = new ArrayList<>(WaitingEntries.MAX_WRITES);
        while (waiting.take(batch)) {
            if (batch.isEmpty()) {
                idle();
            } else {
                busySince.set(System.nanoTime() | 1);
                runSafely(batch);
                busySince.set(0);
            }
            batch.clear();
        }
    }

    /// The writer must outlive its own defects: the entries it cannot finish fail.
    private void runSafely(List<Entry> batch) {
        try {
            commit(batch, 0);
        } catch (RuntimeException | Error e) {
            LOG.error("The writer failed", e);
            closeSession();
            StorageException cause =
                    new StorageException(
                            Kind.UNKNOWN_OUTCOME, "the writer failed: " + e.getMessage(), e);
            batch.stream().filter(entry -> !entry.isDone()).forEach(entry -> entry.fail(cause));
        }
    }

    private void idle() {
        Session writer = session;
        if (writer == null || refusal != null) {
            return;
        }
        beside(writer, engine::idle);
        if (diskFull && diskFullLongEnough()) {
            probeDisk();
        }
    }

    /// What the engine does between two commits.
    private interface Work {
        void doWith(Session writer) throws SQLException;
    }

    private void beside(Session writer, Work work) {
        try {
            work.doWith(writer);
        } catch (SQLException e) {
            LOG.warn("Work beside the writes failed and is tried again", e);
            closeSession();
        }
    }

    private void commit(List<Entry> entries, int losses) {
        List<Entry> batch = withoutDoomed(entries);
        if (batch.isEmpty()) {
            return;
        }
        if (refusal != null) {
            failAll(batch, refusal);
            return;
        }
        if (diskFull && !(diskFullLongEnough() && probeDisk())) {
            failAll(batch, refusal == null ? diskFullFailure() : refusal);
            return;
        }
        long start = System.nanoTime();
        switch (attempt(batch)) {
            case Attempt.Done done -> {
                long nanos = System.nanoTime() - start;
                publish(done);
                tell(() -> listener.measured(batch.size(), nanos));
                Session writer = session;
                if (writer != null) {
                    beside(writer, engine::committed);
                }
            }
            case Attempt.Failed failed -> isolate(batch, failed.cause());
            case Attempt.DiskFull full -> {
                rememberDiskFull();
                LOG.error(
                        "The disk is full; writes fail until there is space: {}",
                        full.cause().getMessage());
                failAll(batch, diskFullFailure());
            }
            case Attempt.Fenced() -> {
                failAll(batch, refuse(fencedFailure()));
            }
            case Attempt.Lost lost -> recover(batch, lost, losses);
        }
    }

    private static List<Entry> withoutDoomed(List<Entry> entries) {
        List<Entry> batch = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Basis basis = entry.basis();
            if (basis != null && basis.failed()) {
                entry.fail(
                        new StorageException(
                                Kind.CASCADE, "an earlier write of the same room failed"));
            } else {
                batch.add(entry);
            }
        }
        return batch;
    }

    private static void failAll(List<Entry> batch, StorageException cause) {
        for (Entry entry : batch) {
            entry.fail(cause);
        }
    }

    private StorageException fencedFailure() {
        return new StorageException(Kind.FENCED, "another process has taken over " + lane);
    }

    private static StorageException diskFullFailure() {
        return new StorageException(
                Kind.DISK_FULL,
                "the disk is full: free some space; writing is tried again by itself");
    }

    private StorageException refuse(StorageException cause) {
        LOG.error("Nothing is written any more: {}", cause.getMessage());
        refusal = cause;
        return cause;
    }

    /// What became of one try.
    private sealed interface Attempt {
        /// It is durable, but for the refused entries, which wrote nothing.
        record Done(List<Entry> committed, Map<Entry, StorageException> refused, Position position)
                implements Attempt {}

        /// Nothing was written, because of one of the entries.
        record Failed(StorageException cause) implements Attempt {}

        record DiskFull(Throwable cause) implements Attempt {}

        record Fenced() implements Attempt {}

        /// @param done what is true if the commit happened after all; null when COMMIT was not sent
        record Lost(@Nullable Done done, Throwable cause) implements Attempt {}
    }

    private Attempt attempt(List<Entry> batch) {
        Session writer = session;
        if (writer == null) {
            return new Attempt.Lost(null, new SQLException("not connected"));
        }
        Attempt.Done done = null;
        try {
            Transaction transaction = new Transaction(writer, held.pos(), batch.size() == 1);
            List<Entry> written = new ArrayList<>(batch.size());
            Map<Entry, StorageException> refused = new LinkedHashMap<>();
            for (Entry entry : batch) {
                StorageException refusedBecause = transaction.apply(entry);
                if (refusedBecause == null) {
                    written.add(entry);
                } else {
                    refused.put(entry, refusedBecause);
                }
            }
            Position last = transaction.finish();
            probe.at(CommitProbe.Step.ROWS_WRITTEN, writer);
            if (!laneRow.advance(writer, held, last)) {
                rollback();
                return new Attempt.Fenced();
            }
            probe.at(CommitProbe.Step.BEFORE_COMMIT, writer);
            done = new Attempt.Done(written, refused, last);
            writer.commit();
            probe.at(CommitProbe.Step.AFTER_COMMIT, writer);
            return done;
        } catch (SQLException e) {
            return failure(engine.dialect().failure(e), done);
        } catch (RuntimeException | Error e) {
            return failure(Entry.cause(e), done);
        }
    }

    private Attempt failure(StorageException cause, Attempt.@Nullable Done done) {
        if (cause.kind() == Kind.UNAVAILABLE) {
            return new Attempt.Lost(done, cause);
        }
        rollback();
        return cause.kind() == Kind.DISK_FULL
                ? new Attempt.DiskFull(cause)
                : new Attempt.Failed(cause);
    }

    /// SQLite may have rolled back by itself, which its driver does not notice: then, too, a new connection is needed.
    private void rollback() {
        Session writer = session;
        if (writer == null) {
            return;
        }
        try {
            writer.rollback();
        } catch (SQLException e) {
            LOG.warn("Could not roll back; connecting again", e);
            closeSession();
        }
    }

    private void closeSession() {
        Session writer = session;
        session = null;
        if (writer == null) {
            return;
        }
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.debug("Closing a broken connection failed", e);
        }
    }

    private void isolate(List<Entry> batch, StorageException cause) {
        if (batch.size() == 1) {
            batch.getFirst().fail(cause);
            return;
        }
        LOG.warn("A batch of {} writes failed and is run one by one", batch.size(), cause);
        for (Entry entry : batch) {
            commit(List.of(entry), 0);
        }
    }

    private void publish(Attempt.Done done) {
        diskFull = false;
        held = new LaneRow.Held(held.epoch(), held.generation(), done.position());
        List<Change> changes = new ArrayList<>();
        for (Entry entry : done.committed()) {
            entry.publish();
            entry.changes(changes);
        }
        Frontier next = Frontier.of(done.position());
        List<Change> all = List.copyOf(changes);
        tell(() -> listener.committed(next, all));
        frontier.set(next);
        done.committed().forEach(Entry::complete);
        done.refused().forEach(Entry::fail);
        tell(() -> listener.visible(next, all));
    }

    /// A listener that throws is a defect; what it was told is durable all the same.
    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The commit listener failed", e);
        }
    }

    // The outcome is unknown
    // -----------------------------------------------------------------------------------

    private void recover(List<Entry> batch, Attempt.Lost lost, int losses) {
        LOG.warn("The connection of the writer was lost; connecting again", lost.cause());
        closeSession();
        Position previous = held.pos();
        LaneRow.Held now;
        try {
            now = reconnect(lost.done() == null);
        } catch (StorageException e) {
            if (e.kind() == Kind.DISK_FULL) {
                rememberDiskFull();
                failAll(batch, e);
            } else {
                failAll(batch, outcomeUnknownIf(lost, refuse(e)));
            }
            return;
        }
        Attempt.Done done = lost.done();
        if (done != null && now.pos().equals(done.position())) {
            held = now;
            publish(done);
            return;
        }
        if (!now.pos().equals(previous)) {
            failAll(batch, outcomeUnknownIf(lost, refuse(fencedFailure())));
            return;
        }
        held = now;
        if (losses + 1 < MAX_LOSSES) {
            commit(batch, losses + 1);
            return;
        }
        isolate(
                batch,
                new StorageException(
                        Kind.UNAVAILABLE, "the connection was lost again and again", lost.cause()));
    }

    private static StorageException outcomeUnknownIf(Attempt.Lost lost, StorageException cause) {
        return lost.done() == null
                ? cause
                : new StorageException(
                        Kind.UNKNOWN_OUTCOME,
                        "the connection was lost in the commit, and then: " + cause.getMessage(),
                        cause);
    }

    /// Connects and fences off what the old connection may still do. Goes on until it succeeds; throws FENCED when
    /// somebody else owns the lane, CLOSED when the database is closed meanwhile.
    ///
    /// @param mayFail whether no outcome depends on it, so that a full disk may be reported
    private LaneRow.Held reconnect(boolean mayFail) {
        Duration pause = RECONNECT_FIRST;
        while (true) {
            try {
                Session writer = engine.openWriter();
                session = writer;
                LaneRow.Held now = laneRow.bump(writer, held, probe);
                if (now == null) {
                    throw fencedFailure();
                }
                engine.reconnected();
                LOG.info("The writer is connected again");
                return now;
            } catch (SQLException e) {
                LOG.warn("Connecting again in {} ms: {}", pause.toMillis(), e.getMessage());
                closeSession();
                if (mayFail && engine.dialect().fault(e) == Dialect.Fault.DISK_FULL) {
                    throw diskFullFailure();
                }
            }
            if (waiting.closedWithin(pause)) {
                throw new StorageException(
                        Kind.CLOSED, "the database was closed while it did not answer");
            }
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(RECONNECT_MAX) > 0 ? RECONNECT_MAX : pause;
        }
    }

    // The disk is full
    // -----------------------------------------------------------------------------------------

    private void rememberDiskFull() {
        diskFull = true;
        diskFullSince = System.nanoTime();
    }

    private boolean diskFullLongEnough() {
        return System.nanoTime() - diskFullSince >= diskFullRetry.toNanos();
    }

    /// Tries a small write; returns whether the next batch should be tried.
    private boolean probeDisk() {
        Session writer = session;
        if (writer == null) {
            // Connecting again is a small write as well.
            return true;
        }
        try {
            Position next = held.pos().plus(1);
            if (!laneRow.advance(writer, held, next)) {
                rollback();
                refuse(fencedFailure());
                return false;
            }
            writer.commit();
            diskFull = false;
            LOG.info("There is space on the disk again");
            publish(new Attempt.Done(List.of(), Map.of(), next));
            return true;
        } catch (SQLException e) {
            rememberDiskFull();
            if (engine.dialect().fault(e) == Dialect.Fault.LOST) {
                closeSession();
            } else {
                rollback();
            }
            return false;
        }
    }
}
