package org.stoa.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;

/// SQLite in this process. Its calls are native and would hold the carrier of a virtual thread, so platform threads
/// make them ([ReaderThreads], [WriterThread], [LogCopier]).
final class SqliteEngine implements Engine {
    /// Name of the file in the data folder.
    static final String FILE = "stoa.db";

    static final int PAGE_BYTES = 4 << 10;

    /// The file of the log is cut to this by its first commit, so it is more than a log usually has: cutting 100 MB takes as long as
    /// many commits, and a file that has its size already is flushed faster than one that grows. Less than [LogLimits#bound].
    private static final int LOG_BYTES = 256 << 20;

    private static final int BUSY_MILLIS = 10_000;

    /// The writer gets one part in this many of the page cache: it touches the newest pages only.
    private static final int WRITER_SHARE = 4;

    private final SqliteDialect dialect = new SqliteDialect();
    private final Path file;
    private final long cacheBytes;
    private final int readers;
    private final FolderLock lock;
    private final ReaderThreads threads;
    private final SqlWatch watch;
    private final LogLimits limits;
    private final FlushedFile flushed;
    private final LogCopier copier;

    SqliteEngine(Path folder, int readers, long cacheBytes, SqlWatch watch) {
        this(folder, readers, cacheBytes, watch, LogLimits.USUAL, LogConnection.Probe.NONE);
    }

    SqliteEngine(
            Path folder,
            int readers,
            long cacheBytes,
            SqlWatch watch,
            LogLimits limits,
            LogConnection.Probe probe) {
        this.file = folder.resolve(FILE);
        this.readers = readers;
        this.cacheBytes = cacheBytes;
        this.watch = watch;
        this.limits = limits;
        this.lock = FolderLock.take(folder);
        makeFile(folder);
        this.threads = new ReaderThreads(readers, dialect, this::openReader);
        this.flushed = new FlushedFile(file);
        Path log = folder.resolve(FILE + "-wal");
        this.copier =
                new LogCopier(log, limits, new LogConnection(this::openCopier, flushed, probe));
        copier.start();
    }

    /// SQLite makes files that everybody can read; its log gets the permissions of the database.
    private void makeFile(Path folder) {
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, OwnerOnly.file(file));
            }
        } catch (IOException e) {
            lock.close();
            throw FolderLock.failure(folder, e);
        }
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Session openWriter() throws SQLException {
        SQLiteConfig config = config(cacheBytes / WRITER_SHARE);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        Connection connection = connect(config);
        try (Statement statement = connection.createStatement()) {
            // Writes the first page of a new file, so the size of pages, which the configuration
            // sets, has to come before.
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA wal_autocheckpoint = " + limits.bound());
        }
        return Session.owned(connection, dialect, watch);
    }

    private Session openReader() throws SQLException {
        SQLiteConfig config = config((cacheBytes - cacheBytes / WRITER_SHARE) / readers);
        config.setTransactionMode(TransactionMode.DEFERRED);
        Connection connection = connect(config);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = true");
        }
        return Session.owned(connection, dialect, watch);
    }

    /// Copying goes by the page cache.
    private Connection openCopier() throws SQLException {
        return connect(config(PAGE_BYTES));
    }

    private static SQLiteConfig config(long cache) {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(PAGE_BYTES);
        config.setSynchronous(SynchronousMode.FULL);
        config.setCacheSize((int) -(cache >> 10));
        config.setTempStore(TempStore.MEMORY);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(LOG_BYTES);
        // Or the driver asks for the number of the row after each insert, with a statement that it
        // prepares anew.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private Connection connect(SQLiteConfig config) throws SQLException {
        return config.createConnection("jdbc:sqlite:" + file);
    }

    @Override
    public void committed(Session writer) throws SQLException {
        copier.committed(writer);
    }

    @Override
    public void idle(Session writer) throws SQLException {
        copier.idle(writer);
    }

    @Override
    public long logBytes() {
        return copier.bytes();
    }

    @Override
    public long logFailures() {
        return copier.failures();
    }

    @Override
    public <T extends @Nullable Object> T read(Function<Tx, T> work) {
        return threads.read(work);
    }

    @Override
    public int runningReads() {
        return threads.running();
    }

    @Override
    public int waitingReads() {
        return threads.waiting();
    }

    @Override
    public void close() {
        copier.close();
        threads.close();
        flushed.close();
        lock.close();
    }
}
