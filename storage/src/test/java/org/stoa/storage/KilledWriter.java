package org.stoa.storage;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.stoa.storage.rows.DeleteExtremity;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.EventRow;
import org.stoa.storage.rows.ExtremityRow;
import org.stoa.storage.rows.ReceiptRow;

/// The process that [KillTest] kills: writers of several rooms that say on standard output what was acknowledged. It
/// goes on where the database ends and never stops by itself.
public final class KilledWriter {
    /// Rooms, each with a writer of its own.
    static final int ROOMS = 12;

    /// Numbers of events of a room start at `room * SPAN`.
    static final long SPAN = 1_000_000;

    private final Database database;
    private final PrintStream out;

    private KilledWriter(Database database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /// Runs until it is killed.
    ///
    /// @param arguments the folder of SQLite or the JDBC URL of PostgreSQL
    public static void main(String[] arguments) throws InterruptedException {
        InstantSource time = InstantSource.system();
        Database database =
                arguments[0].startsWith("jdbc:")
                        ? Database.open(
                                DatabaseConfig.postgres(arguments[0], "stoa", "", time),
                                CommitListener.NONE)
                        : openSqlite(Path.of(arguments[0]), time);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        KilledWriter writer = new KilledWriter(database, out);
        // Before the others say anything: the test waits for it.
        out.println("started");
        for (int room = 1; room <= ROOMS; room++) {
            long number = room;
            Thread.ofVirtual().start(() -> writer.write(number));
        }
        Thread.ofVirtual().start(writer::writeClosures);
        new CountDownLatch(1).await();
    }

    /// With a log that is copied and started anew many times in the short life of this process.
    private static Database openSqlite(Path folder, InstantSource time) {
        DatabaseConfig config = DatabaseConfig.sqlite(folder, time);
        return Database.open(
                new SqliteEngine(
                        folder,
                        config.readers(),
                        config.cacheBytes(),
                        config.watch(),
                        new LogLimits(200, 50, 20, 20, 2_000, 4_000),
                        LogConnection.Probe.NONE),
                config,
                CommitListener.NONE,
                CommitProbe.NONE);
    }

    /// Writes two events and a receipt at a time, two writes deep, so that batches have several writes of a room.
    private void write(long room) {
        long ord = lastOrd(room);
        Basis basis = new Basis(room);
        while (true) {
            Pending first = database.commits().submit(Lane.ONLY, write(basis, ord + 1));
            Pending second = database.commits().submit(Lane.ONLY, write(basis, ord + 3));
            acknowledge(room, ord + 1, first.await().orThrow());
            acknowledge(room, ord + 3, second.await().orThrow());
            ord += 4;
        }
    }

    private long lastOrd(long room) {
        return database.read(
                        tx ->
                                tx.one(
                                        "SELECT max(ord) FROM event WHERE room = ?",
                                        row -> row.number(1),
                                        room))
                .orElse(0L);
    }

    private static Write write(Basis basis, long ord) {
        long room = basis.room();
        Write.Builder write = Write.forRoom(basis);
        for (long each = ord; each <= ord + 1; each++) {
            long event = room * SPAN + each;
            int slot = write.position();
            write.add(
                    EventRow.builder(event, TestRows.id(event), room).slot(slot).ord(each).build());
            write.add(new EventJsonRow(event, 0, TestRows.id(event), new byte[400]));
            write.add(new ExtremityRow(room, event));
            write.add(new DeleteExtremity(room, event - 1));
        }
        int slot = write.position();
        write.add(new ReceiptRow(room, 1, 2, 0, ord + 1, room * SPAN + ord + 1, 0, slot));
        return write.build();
    }

    private void acknowledge(long room, long ord, Committed committed) {
        out.println("room " + room + " " + ord + " " + committed.at(0).value());
    }

    /// Counts in one row: a read and a write in one closure.
    private void writeClosures() {
        while (true) {
            long count = database.write(KilledWriter::increment);
            out.println("counter " + count);
        }
    }

    private static long increment(WriteTx tx) {
        long count =
                tx.one("SELECT value FROM meta WHERE name = 'n'", row -> row.text(1))
                                .map(Long::parseLong)
                                .orElse(0L)
                        + 1;
        tx.update(Meta.WRITE, "n", Long.toString(count));
        Position position = tx.nextPosition();
        tx.update("INSERT INTO owed (server, pos) VALUES (?, ?)", count, position);
        return count;
    }
}
