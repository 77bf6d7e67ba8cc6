package org.stoa.storage;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.migrate.Migrations;

/// The database of a server: one snapshot a read, group commit for writes.
///
/// Thread-safe; callers may be virtual threads.
public final class Database implements AutoCloseable {
    private static final ScopedValue<Tx> READING = ScopedValue.newInstance();

    private final Engine engine;
    private final CommitQueue queue;
    private final Nids nids;
    private final Names names;
    private final Scheduler scheduler;
    private final EventBytesCodec eventBytes;

    private Database(Engine engine, CommitQueue queue, InstantSource time) {
        this.engine = engine;
        this.queue = queue;
        this.nids = new Nids(this);
        this.names = new Names(this);
        this.scheduler = new Scheduler(this, time);
        this.eventBytes = new EventBytesCodec(this);
    }

    /// Locks the data, brings the schema up to date and takes the lane.
    ///
    /// Throws StorageException with a kind and one line that says what to do: MISSING_FOLDER, READ_ONLY, LOCKED,
    /// CORRUPT, NEWER_SCHEMA, CHANGED_MIGRATION, DISK_FULL, UNAVAILABLE, ENCODING.
    public static Database open(DatabaseConfig config, CommitListener listener) {
        return open(config, listener, CommitProbe.NONE);
    }

    static Database open(DatabaseConfig config, CommitListener listener, CommitProbe probe) {
        return open(engine(config), config, listener, probe);
    }

    /// Opens a database that has its engine already, and closes that with it, or when it cannot be opened.
    static Database open(
            Engine engine, DatabaseConfig config, CommitListener listener, CommitProbe probe) {
        try {
            migrate(engine);
            CommitQueue queue =
                    new CommitQueue(
                            engine,
                            Lane.ONLY,
                            config.node(),
                            listener,
                            probe,
                            config.diskFullRetry());
            queue.start();
            return new Database(engine, queue, config.time());
        } catch (StorageException e) {
            engine.close();
            throw e.kind() == Kind.DISK_FULL ? noSpaceToOpen(e) : e;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    private static StorageException noSpaceToOpen(StorageException e) {
        return new StorageException(
                Kind.DISK_FULL,
                "the disk of the database is full: free some space, then start again",
                e);
    }

    private static Engine engine(DatabaseConfig config) {
        return switch (config.location()) {
            case DatabaseConfig.Sqlite sqlite ->
                    new SqliteEngine(
                            sqlite.folder(), config.readers(), config.cacheBytes(), config.watch());
            case DatabaseConfig.Postgres postgres ->
                    new PostgresEngine(postgres, config.readers(), config.watch());
        };
    }

    private static void migrate(Engine engine) {
        try (Session session = engine.openWriter()) {
            Migrations.run(session.connection(), engine.dialect()::definition);
        } catch (SQLException e) {
            throw engine.dialect().failure(e);
        }
    }

    /// Runs work in one snapshot and returns its result. The work must be quick, must not write, and must not keep
    /// what it was given. A read inside a read sees the same snapshot.
    ///
    /// Throws StorageException, and what the work throws.
    public <T extends @Nullable Object> T read(Function<Tx, T> work) {
        if (READING.isBound()) {
            return work.apply(READING.get());
        }
        return engine.read(tx -> ScopedValue.where(READING, tx).call(() -> work.apply(tx)));
    }

    /// Runs work that mostly finds in memory what it needs: without a snapshot until it asks the database something, then from
    /// its beginning in one, as [#read] does. So the work may begin twice.
    ///
    /// Throws StorageException, and what the work throws.
    public <T extends @Nullable Object> T readWhenAsked(Function<Tx, T> work) {
        if (READING.isBound()) {
            return work.apply(READING.get());
        }
        try {
            return work.apply(NoTx.NO_TX);
        } catch (NoTx.AskedException asked) {
            return read(work);
        }
    }

    /// Runs work on the writer's thread inside the next batch and returns its result once it is durable.
    ///
    /// The work may run more than once, when the batch had to be rolled back for the sake of another write: it must
    /// change nothing but the database, or set what it changes anew each time. It must be quick, and must not wait for
    /// another write (a new name, a block of numbers). What it throws comes out here, and nothing of it is written.
    ///
    /// Throws StorageException, and what the work throws.
    public <T extends @Nullable Object> T write(Function<WriteTx, T> work) {
        if (READING.isBound()) {
            throw new IllegalStateException("a write inside a read");
        }
        return queue.write(work);
    }

    /// Runs work without a result as [#write] does.
    public void execute(Consumer<WriteTx> work) {
        var _ =
                write(
                        tx -> {
                            work.accept(tx);
                            return tx;
                        });
    }

    /// Runs work after all that was written so far, as [#write] does, and does not wait for it: only for what may be lost in a
    /// crash, since nobody was told that it is durable.
    ///
    /// Throws StorageException when it cannot wait for its turn.
    public void later(Consumer<WriteTx> work) {
        queue.later(work);
    }

    /// Returns the door for the writes of rooms.
    public Commits commits() {
        return queue;
    }

    /// Returns up to where everything is committed.
    public Frontier frontier() {
        return queue.frontier();
    }

    /// Returns the source of numbers.
    public Nids nids() {
        return nids;
    }

    /// Returns the numbers of names.
    public Names names() {
        return names;
    }

    /// Returns the durable scheduler; its owner starts it when all handlers are registered.
    public Scheduler scheduler() {
        return scheduler;
    }

    /// Returns what packs and unpacks the bytes of events.
    public EventBytesCodec eventBytes() {
        return eventBytes;
    }

    /// Returns why nothing can be written at the moment, for health; empty when all is well.
    public Optional<StorageException> writeProblem() {
        return queue.problem();
    }

    /// Reads as little as possible, to see whether the database answers. Throws StorageException when it does not.
    public void probeRead() {
        var _ = read(tx -> tx.one("SELECT pos FROM lane", row -> row.number(1)));
    }

    /// Returns how many reads run now, for metrics.
    public int runningReads() {
        return engine.runningReads();
    }

    /// Returns how many reads wait for a connection, for metrics.
    public int waitingReads() {
        return engine.waitingReads();
    }

    /// Returns how many writes wait to be committed, for metrics.
    public int waitingWrites() {
        return queue.depth();
    }

    /// Returns how many bytes of the embedded database's write-ahead log are in use, for metrics; 0 for a database server.
    public long logBytes() {
        return engine.logBytes();
    }

    /// Returns how often that log could not be copied back into the database, for metrics.
    public long logFailures() {
        return engine.logFailures();
    }

    /// Commits what waits, stops and lets go of the data.
    @Override
    public void close() {
        scheduler.close();
        queue.close();
        engine.close();
    }
}
