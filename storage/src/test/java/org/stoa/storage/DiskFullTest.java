package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.stoa.storage.CommitProbe.Step;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

class DiskFullTest {
    private static final byte[] LARGE = new byte[1 << 20];

    /// Lets the database grow no more, as a full disk would; the engine itself reports it.
    private static void fill(Session session, TestEngine engine) throws SQLException {
        session.rollback();
        if (engine == TestEngine.SQLITE) {
            session.connection().setAutoCommit(true);
            session.first("PRAGMA max_page_count = 1", row -> row.number(1));
            session.connection().setAutoCommit(false);
            return;
        }
        session.update(
                """
                CREATE OR REPLACE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$
                """);
        session.update(
                "CREATE OR REPLACE TRIGGER no_space BEFORE INSERT ON meta FOR EACH ROW EXECUTE FUNCTION no_space()");
        session.commit();
    }

    private static void free(Session session, TestEngine engine) throws SQLException {
        session.rollback();
        if (engine == TestEngine.SQLITE) {
            session.connection().setAutoCommit(true);
            session.first("PRAGMA max_page_count = 1000000", row -> row.number(1));
            session.connection().setAutoCommit(false);
            return;
        }
        session.update("DROP TRIGGER IF EXISTS no_space ON meta");
        session.commit();
    }

    private static CommitResult insert(Database database, String name) {
        try {
            return database.write(
                    tx -> {
                        tx.update(
                                "INSERT INTO meta (name, value) VALUES (?, ?)",
                                name,
                                "v".repeat(LARGE.length));
                        return new Committed(tx.nextPosition(), 1);
                    });
        } catch (StorageException e) {
            return new CommitResult.Failed(e);
        }
    }

    private static Kind kind(CommitResult result) {
        return ((CommitResult.Failed) result).cause().kind();
    }

    @EachEngine
    void disk_whenFull_failsWritesKeepsReadsAndHeals(TestDatabase test) {
        AtomicBoolean full = new AtomicBoolean();
        AtomicBoolean free = new AtomicBoolean();
        CommitProbe probe =
                (step, session) -> {
                    if (step == Step.ROWS_WRITTEN && free.getAndSet(false)) {
                        free(session, test.engine());
                        throw new IllegalStateException("freed");
                    } else if (step != Step.ROWS_WRITTEN
                            && step != Step.BEFORE_COMMIT
                            && full.get()) {
                        fill(session, test.engine());
                    }
                };
        Database database =
                test.closing(
                        Database.open(
                                test.config().withDiskFullRetry(Duration.ofMillis(300)),
                                CommitListener.NONE,
                                probe));
        full.set(true);
        assertThat(insert(database, "before")).isInstanceOf(Committed.class);

        assertThat(kind(insert(database, "full"))).isEqualTo(Kind.DISK_FULL);
        assertThat(kind(insert(database, "still full"))).isEqualTo(Kind.DISK_FULL);

        assertThat(names(database)).containsExactly("before");
        full.set(false);
        free.set(true);
        awaitSpace(database);
        assertThat(insert(database, "after")).isInstanceOf(Committed.class);
        assertThat(names(database)).containsExactly("after", "before");
    }

    /// A small write goes through once there was a retry, and is where the probe above frees the space.
    private static void awaitSpace(Database database) {
        CommitResult result = new CommitResult.Failed(new StorageException(Kind.DISK_FULL, ""));
        while (result instanceof CommitResult.Failed failed
                && failed.cause().kind() == Kind.DISK_FULL) {
            result = database.commits().submit(Lane.ONLY, Write.builder().build()).await();
        }
    }

    private static List<String> names(Database database) {
        return database.read(
                tx -> tx.list("SELECT name FROM meta ORDER BY name", row -> row.text(1)));
    }
}
