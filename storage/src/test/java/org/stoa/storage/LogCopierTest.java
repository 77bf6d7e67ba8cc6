package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SQLite's write-ahead log under writes that do not end.
class LogCopierTest {
    private static final int PAGE = SqliteEngine.PAGE_BYTES;

    /// A log that is copied beside the writer from 200 pages on, and by the writer from 400.
    private static final LogLimits SMALL = new LogLimits(200, 50, 20, 120, 400, 800);

    /// The same, when nobody but the copier keeps the log small.
    private static final LogLimits UNBOUNDED =
            new LogLimits(200, 50, 20, 120, 1_000_000, 2_000_000);

    /// What the log may have more than its bound: the commit that came over it, and those in which SQLite cannot copy since the
    /// copier just began to.
    private static final long MORE = 10L * 25 * PAGE;

    private static final String VALUE = "v".repeat(15 * PAGE);

    @TempDir private Path folder;

    private static Database open(Path folder, LogLimits limits, LogConnection.Probe probe) {
        DatabaseConfig config = DatabaseConfig.sqlite(folder, InstantSource.system());
        return Database.open(
                new SqliteEngine(
                        folder,
                        config.readers(),
                        config.cacheBytes(),
                        config.watch(),
                        limits,
                        probe),
                config,
                CommitListener.NONE,
                CommitProbe.NONE);
    }

    private static Path log(Path folder) {
        return folder.resolve(SqliteEngine.FILE + "-wal");
    }

    /// Which log it is: SQLite chooses another number each time that it starts one.
    private static long number(Path folder) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log(folder).toFile(), "r")) {
            file.seek(16);
            return file.length() < 24 ? 0 : file.readLong();
        }
    }

    private static void write(Database database, long number) {
        database.execute(
                tx ->
                        tx.update(
                                "INSERT INTO meta (name, value) VALUES (?, ?)",
                                name(number),
                                VALUE));
    }

    private static String name(long number) {
        return "%06d".formatted(number);
    }

    private static void assertHasAll(Database database, long count) {
        List<String> names =
                database.read(
                        tx ->
                                tx.list(
                                        "SELECT name FROM meta WHERE value = ? ORDER BY name",
                                        row -> row.text(1),
                                        VALUE));

        assertThat(names)
                .isEqualTo(LongStream.range(0, count).mapToObj(LogCopierTest::name).toList());
    }

    @Test
    void log_underSteadyWrites_staysWithinItsBound() throws IOException {
        long longest = 0;
        try (Database database = open(folder, SMALL, LogConnection.Probe.NONE)) {
            for (int i = 0; i < 400; i++) {
                write(database, i);
                longest = Math.max(longest, Files.size(log(folder)));
            }
        }

        assertThat(longest).isLessThan(SMALL.bound() * PAGE + MORE);
        try (Database database = open(folder, SMALL, LogConnection.Probe.NONE)) {
            assertHasAll(database, 400);
        }
    }

    @Test
    void log_copiedBesideTheWriter_startsAnewAgainAndAgain() throws IOException {
        try (Database database = open(folder, UNBOUNDED, LogConnection.Probe.NONE)) {
            Set<Long> logs = new HashSet<>();
            long count = 0;
            while (logs.size() < 4) {
                write(database, count++);
                logs.add(number(folder));
            }

            assertHasAll(database, count);
            assertThat(database.logFailures()).isZero();
        }
    }

    @Test
    void log_ofEachOfTwoDatabases_startsAnew(@TempDir Path other) throws IOException {
        try (Database first = open(folder, UNBOUNDED, LogConnection.Probe.NONE);
                Database second = open(other, UNBOUNDED, LogConnection.Probe.NONE)) {
            write(first, 0);
            write(second, 0);
            long firstLog = number(folder);
            long secondLog = number(other);
            long count = 1;
            while (number(folder) == firstLog || number(other) == secondLog) {
                write(first, count);
                write(second, count++);
            }

            assertHasAll(first, count);
            assertHasAll(second, count);
        }
    }

    @Test
    void log_whileNobodyWrites_startsAnew() throws IOException {
        CountDownLatch copying = new CountDownLatch(1);
        try (Database database = open(folder, SMALL, copying::countDown)) {
            for (int i = 0; i < 10; i++) {
                write(database, i);
            }
            long log = number(folder);
            await(copying);
            while (database.logBytes() > 0) {
                Thread.onSpinWait();
            }

            write(database, 10);
            assertThat(number(folder)).isNotEqualTo(log);
            assertHasAll(database, 11);
        }
    }

    @Test
    void log_thatAReadKeeps_growsVisiblyAndStartsAnewAfterIt() throws Exception {
        try (Database database = open(folder, SMALL, LogConnection.Probe.NONE)) {
            write(database, 0);
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            Thread reader = Thread.ofVirtual().start(() -> read(database, reading, enough));
            reading.await();
            long log = number(folder);
            long count = 1;
            while (database.logBytes() < SMALL.warn() * PAGE) {
                write(database, count++);
            }
            assertThat(number(folder)).isEqualTo(log);

            enough.countDown();
            reader.join();
            while (database.logBytes() >= SMALL.bound() * PAGE) {
                write(database, count++);
            }

            assertThat(number(folder)).isNotEqualTo(log);
            assertHasAll(database, count);
        }
    }

    private static void read(Database database, CountDownLatch reading, CountDownLatch enough) {
        database.read(
                tx -> {
                    assertThat(tx.list("SELECT name FROM meta", row -> row.text(1))).hasSize(1);
                    reading.countDown();
                    await(enough);
                    return tx;
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void copying_thatFails_isCountedAndTheWriterKeepsTheBound() throws IOException {
        AtomicBoolean full = new AtomicBoolean(true);
        CountDownLatch healed = new CountDownLatch(1);
        LogConnection.Probe probe =
                () -> {
                    if (full.get()) {
                        throw new SQLException("database or disk is full", null, 13);
                    }
                    healed.countDown();
                };
        long longest = 0;
        long count = 0;
        try (Database database = open(folder, SMALL, probe)) {
            Set<Long> logs = new HashSet<>();
            while (database.logFailures() == 0 || logs.size() < 4) {
                write(database, count++);
                logs.add(number(folder));
                longest = Math.max(longest, Files.size(log(folder)));
            }
            full.set(false);
            while (healed.getCount() > 0) {
                write(database, count++);
            }

            assertThat(longest).isLessThan(SMALL.bound() * PAGE + MORE);
            assertThat(database.writeProblem()).isEmpty();
        }
        try (Database database = open(folder, SMALL, LogConnection.Probe.NONE)) {
            assertHasAll(database, count);
        }
    }

    /// SQLite deletes the log with the last connection that is closed.
    @Test
    void database_closedWhileItsLogIsCopied_leavesNoConnection() {
        for (int round = 0; round < 10; round++) {
            CountDownLatch copying = new CountDownLatch(1);
            long count = 20L * round;
            try (Database database = open(folder, SMALL, copying::countDown)) {
                for (int i = 0; i < 20; i++) {
                    write(database, count++);
                }
                await(copying);
            }

            assertThat(log(folder)).doesNotExist();
            try (Database database = open(folder, SMALL, LogConnection.Probe.NONE)) {
                assertHasAll(database, count);
            }
        }
    }
}
