package org.stoa.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.StorageException;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.WriteTx;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

class MigrationsTest {
    private static final Migration FIRST =
            new Migration(1, "first", 1, "CREATE TABLE one (n BIGINT);");
    private static final Migration SECOND =
            new Migration(2, "second", 1, "CREATE TABLE two (n BIGINT);");
    private static final Migration BREAKING = new Migration(2, "breaking", 2, "DROP TABLE one;");
    private static final Migration BROKEN =
            new Migration(2, "broken", 1, "CREATE TABLE half (n BIGINT); NONSENSE;");

    /// A connection to a place without a schema.
    private static Connection connect(TestDatabase test) throws SQLException {
        Connection connection =
                test.engine() == TestEngine.SQLITE
                        ? DriverManager.getConnection(
                                "jdbc:sqlite:" + test.folder().resolve("empty.db"))
                        : DriverManager.getConnection(test.jdbcUrl());
        connection.setAutoCommit(false);
        if (test.engine() == TestEngine.POSTGRES) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS empty");
                statement.execute("SET search_path TO empty");
            }
            connection.commit();
        }
        return connection;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        for (String table : List.of("one", "two", "half")) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                tables.add(rows.next() ? table + " with rows" : table);
            } catch (SQLException e) {
                connection.rollback();
            }
        }
        return tables;
    }

    private static void run(Connection connection, Migration... known) throws SQLException {
        Migrations.run(connection, UnaryOperator.identity(), List.of(known));
    }

    @EachEngine
    void run_again_appliesOnlyWhatIsNew(TestDatabase test) throws SQLException {
        try (Connection connection = connect(test)) {
            run(connection, FIRST);
            assertThat(tables(connection)).containsExactly("one");

            run(connection, FIRST, SECOND);
            run(connection, FIRST, SECOND);

            assertThat(tables(connection)).containsExactly("one", "two");
        }
    }

    @EachEngine
    void run_thatFails_leavesNothingHalfDone(TestDatabase test) throws SQLException {
        try (Connection connection = connect(test)) {
            assertThatThrownBy(() -> run(connection, FIRST, BROKEN))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("schema 2 (broken)");
            assertThat(tables(connection)).containsExactly("one");

            run(connection, FIRST, SECOND);

            assertThat(tables(connection)).containsExactly("one", "two");
        }
    }

    @EachEngine
    void run_onANewerSchema_isRefusedUnlessThatSaysOtherwise(TestDatabase test)
            throws SQLException {
        try (Connection connection = connect(test)) {
            run(connection, FIRST, SECOND);
            run(connection, FIRST);

            Migration third = new Migration(3, "third", 3, "DROP TABLE two;");
            run(connection, FIRST, SECOND, third);

            assertThatThrownBy(() -> run(connection, FIRST, SECOND))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.NEWER_SCHEMA))
                    .hasMessageContaining("newer Stoa");
        }
    }

    @EachEngine
    void run_withAChangedStep_isRefused(TestDatabase test) throws SQLException {
        try (Connection connection = connect(test)) {
            run(connection, FIRST, SECOND);

            assertThatThrownBy(() -> run(connection, FIRST, BREAKING))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.CHANGED_MIGRATION));
        }
    }

    @EachEngine
    void open_onANewerSchema_saysWhatToDo(TestDatabase test) {
        try (Database database = test.open()) {
            database.execute(
                    tx ->
                            tx.update(
                                    "INSERT INTO schema_version (version, name, oldest, checksum) VALUES (999, 'x', 999, '')"));
        }

        assertThatThrownBy(() -> Database.open(test.config(), CommitListener.NONE))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NEWER_SCHEMA));
    }

    /// Adds 1 to five rows, two a step.
    private static final class Increment implements BackgroundRewrite {
        @Override
        public String name() {
            return "increment";
        }

        @Override
        public Optional<String> step(WriteTx tx, String cursor) {
            long after = cursor.isEmpty() ? 0 : Long.parseLong(cursor);
            List<Long> rows =
                    tx.list(
                            "SELECT filter_id FROM filter WHERE filter_id > ? ORDER BY filter_id LIMIT 2",
                            row -> row.number(1),
                            after);
            for (long row : rows) {
                tx.update("UPDATE filter SET user_nid = user_nid + 1 WHERE filter_id = ?", row);
            }
            return rows.isEmpty() ? Optional.empty() : Optional.of(Long.toString(rows.getLast()));
        }
    }

    private static boolean step(Database database) {
        try (BackgroundRewrites rewrites = new BackgroundRewrites(database, List.of())) {
            return rewrites.step(new Increment());
        }
    }

    @EachEngine
    void rewrite_overRestarts_changesEachRowOnce(TestDatabase test) {
        try (Database database = test.open()) {
            for (long id = 1; id <= 5; id++) {
                long filter = id;
                database.execute(
                        tx ->
                                tx.update(
                                        "INSERT INTO filter (user_nid, filter_id, content, hash) VALUES (10, ?, '', ?)",
                                        filter,
                                        new byte[] {(byte) filter}));
            }
            assertThat(step(database)).isFalse();
        }
        Database database = test.open();

        assertThat(step(database)).isFalse();
        assertThat(step(database)).isFalse();
        assertThat(step(database)).isTrue();
        assertThat(step(database)).isTrue();
        List<Long> rows =
                database.read(tx -> tx.list("SELECT user_nid FROM filter", row -> row.number(1)));
        assertThat(rows).containsExactly(11L, 11L, 11L, 11L, 11L);
    }
}
