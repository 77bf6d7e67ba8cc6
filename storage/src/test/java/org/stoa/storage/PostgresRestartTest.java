package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.testing.PostgresCluster;

/// A server of its own, since it is stopped and started.
@DisabledIfSystemProperty(named = "stoa.test.postgres", matches = "off")
class PostgresRestartTest {
    private static final String KILL_WRITERS =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name LIKE 'stoa writer%'
            """;

    private static PostgresCluster cluster;

    @BeforeAll
    static void start() {
        cluster = PostgresCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static DatabaseConfig config() {
        return DatabaseConfig.postgres(cluster.url(), "stoa", "", InstantSource.system());
    }

    private static Pending submit(Database database, long nid) {
        return database.commits().submit(Lane.ONLY, TestRows.event(new Basis(nid), nid));
    }

    @Test
    void server_thatRestarts_isUsedAgain() {
        try (Database database = Database.open(config(), CommitListener.NONE)) {
            submit(database, 1).await().orThrow();
            cluster.stop();
            assertThatThrownBy(() -> count(database))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            Pending whileDown = submit(database, 2);
            cluster.startAgain();

            whileDown.await().orThrow();
            submit(database, 3).await().orThrow();
            assertThat(count(database)).isEqualTo(3);
            assertThatThrownBy(() -> Database.open(config(), CommitListener.NONE))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e ->
                                    assertThat(e)
                                            .hasMessageContaining(
                                                    "process " + ProcessHandle.current().pid())
                                            .extracting(StorageException::kind)
                                            .isEqualTo(Kind.LOCKED));
        }
    }

    private static long count(Database database) {
        return database.read(
                        tx ->
                                tx.one(
                                        "SELECT count(*) FROM event WHERE event < 100",
                                        row -> row.number(1)))
                .orElseThrow();
    }

    @Test
    void session_thatIsKilled_heals() {
        try (Database database = Database.open(config(), CommitListener.NONE)) {
            submit(database, 101).await().orThrow();
            List<Boolean> killed =
                    database.read(tx -> tx.list(KILL_WRITERS, row -> row.text(1).equals("t")));

            assertThat(killed).containsExactly(true);
            submit(database, 102).await().orThrow();
        }
    }
}
