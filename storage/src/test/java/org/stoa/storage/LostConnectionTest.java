package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.storage.CommitProbe.Step;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// What the writer does when the connection breaks at each step of a commit.
class LostConnectionTest {
    /// Breaks the connection at one step, a number of times.
    private static final class Breaker implements CommitProbe {
        private final TestDatabase test;
        private final Step step;
        private final AtomicInteger left;

        Breaker(TestDatabase test, Step step, int times) {
            this.test = test;
            this.step = step;
            this.left = new AtomicInteger(times);
        }

        @Override
        public void at(Step passed, Session session) throws SQLException {
            if (passed == step && left.getAndUpdate(n -> Math.max(n - 1, 0)) > 0) {
                throw lost(test);
            }
        }
    }

    private static SQLException lost(TestDatabase test) {
        return test.engine() == TestEngine.SQLITE
                ? new SQLException("disk I/O error", null, 10)
                : new SQLException("connection lost", "08006");
    }

    private static Database open(TestDatabase test, CommitProbe probe) {
        return test.closing(Database.open(test.config(), CommitListener.NONE, probe));
    }

    private static List<Long> events(Database database) {
        return database.read(
                tx -> tx.list("SELECT event FROM event ORDER BY pos", row -> row.number(1)));
    }

    private static long epoch(Database database) {
        return database.read(tx -> tx.one("SELECT epoch FROM lane", row -> row.number(1)))
                .orElseThrow();
    }

    private static void writeThree(Database database) {
        Basis basis = new Basis(1);
        List<Pending> pending = new ArrayList<>();
        for (long nid = 1; nid <= 3; nid++) {
            pending.add(database.commits().submit(Lane.ONLY, TestRows.event(basis, nid)));
        }
        long position = 1;
        for (Pending each : pending) {
            assertThat(each.await().orThrow().at(0)).isEqualTo(new Position(position++));
        }
    }

    @EachEngine
    void connection_lostBeforeTheCommit_runsTheBatchAgain(TestDatabase test) {
        Database database = open(test, new Breaker(test, Step.BEFORE_COMMIT, 1));
        long before = epoch(database);

        writeThree(database);

        assertThat(events(database)).containsExactly(1L, 2L, 3L);
        assertThat(epoch(database)).isEqualTo(before + 1);
    }

    @EachEngine
    void connection_lostAfterTheCommit_findsItCommitted(TestDatabase test) {
        Database database = open(test, new Breaker(test, Step.AFTER_COMMIT, 1));

        writeThree(database);

        assertThat(events(database)).containsExactly(1L, 2L, 3L);
    }

    @EachEngine
    void connection_lostAgainAfterTheEpochWasRaised_findsItCommitted(TestDatabase test) {
        Breaker commit = new Breaker(test, Step.AFTER_COMMIT, 1);
        Breaker bump = new Breaker(test, Step.AFTER_BUMP, 2);
        Database database =
                open(
                        test,
                        (step, session) -> {
                            commit.at(step, session);
                            bump.at(step, session);
                        });
        long before = epoch(database);

        writeThree(database);

        assertThat(events(database)).containsExactly(1L, 2L, 3L);
        assertThat(epoch(database)).isEqualTo(before + 3);
    }

    @EachEngine
    void connection_lostAgainAndAgainByOneWrite_failsOnlyThat(TestDatabase test) {
        Database database =
                open(
                        test,
                        (step, session) -> {
                            if (step == Step.ROWS_WRITTEN && hasPoison(session)) {
                                throw lost(test);
                            }
                        });
        TestRows.Gate gate = new TestRows.Gate(database);
        Pending good = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), 1));
        Pending poison = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(2), 666));
        Pending other = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(3), 3));
        gate.open();

        good.await().orThrow();
        assertThat(poison.await())
                .isInstanceOfSatisfying(
                        CommitResult.Failed.class,
                        failed -> assertThat(failed.cause().kind()).isEqualTo(Kind.UNAVAILABLE));
        other.await().orThrow();
        assertThat(events(database)).containsExactly(1L, 3L);
    }

    private static boolean hasPoison(Session session) throws SQLException {
        return session.first("SELECT 1 FROM event WHERE event = 666", row -> row.number(1)) != null;
    }

    /// Makes another process the owner, as it would be seen in the database.
    private static void takeOver(Session session) throws SQLException {
        session.update("UPDATE lane SET epoch = epoch + 1, node = 'other', node_gen = 77");
        session.commit();
    }

    @EachEngine
    void lane_takenByAnotherProcess_isFenced(TestDatabase test) {
        AtomicInteger commits = new AtomicInteger();
        Database database =
                open(
                        test,
                        (step, session) -> {
                            if (step == Step.ROWS_WRITTEN && commits.incrementAndGet() == 2) {
                                session.rollback();
                                takeOver(session);
                            }
                        });
        Pending first = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), 1));
        first.await().orThrow();

        Pending second = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(2), 2));
        Pending third = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(3), 3));

        assertThat(List.of(kind(second), kind(third))).containsOnly(Kind.FENCED);
        assertThat(events(database)).containsExactly(1L);
    }

    @EachEngine
    void lane_takenWhileTheOutcomeIsUnknown_staysUnknown(TestDatabase test) {
        AtomicInteger commits = new AtomicInteger();
        Database database =
                open(
                        test,
                        (step, session) -> {
                            if (step == Step.AFTER_COMMIT && commits.incrementAndGet() == 1) {
                                takeOver(session);
                                throw lost(test);
                            }
                        });

        Pending first = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(1), 1));

        assertThat(kind(first)).isEqualTo(Kind.UNKNOWN_OUTCOME);
        Pending second = database.commits().submit(Lane.ONLY, TestRows.event(new Basis(2), 2));
        assertThat(kind(second)).isEqualTo(Kind.FENCED);
    }

    private static Kind kind(Pending pending) {
        return switch (pending.await()) {
            case Committed committed -> throw new AssertionError("was committed: " + committed);
            case CommitResult.Failed failed -> failed.cause().kind();
        };
    }
}
