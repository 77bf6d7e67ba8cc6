package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.rows.ExtremityRow;
import org.stoa.storage.rows.RoomAliasRow;
import org.stoa.storage.rows.RoomServerRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

class SessionTest {
    private static final Committed POSITIONS = new Committed(new Position(1), 1);
    private static final String TOUCH = "UPDATE lane SET pos = pos WHERE lane = ?";

    private final AtomicInteger executions = new AtomicInteger();

    /// A session of its own, whose executions are counted, on a database that has its tables.
    private Session open(TestDatabase test) throws SQLException {
        test.open().close();
        Connection connection =
                switch (test.config().location()) {
                    case DatabaseConfig.Sqlite sqlite ->
                            DriverManager.getConnection(
                                    "jdbc:sqlite:" + sqlite.folder().resolve("stoa.db"));
                    case DatabaseConfig.Postgres postgres ->
                            DriverManager.getConnection(
                                    postgres.url(), postgres.user(), postgres.password());
                };
        Dialect dialect =
                test.engine() == TestEngine.SQLITE ? new SqliteDialect() : new PostgresDialect();
        return Session.owned(counted(connection), dialect, SqlWatch.NONE);
    }

    private Connection counted(Connection connection) {
        return proxy(
                Connection.class,
                connection,
                result ->
                        result instanceof PreparedStatement statement
                                ? proxy(PreparedStatement.class, statement, other -> other)
                                : result);
    }

    private interface Wrapping {
        Object of(Object result);
    }

    private <T> T proxy(Class<T> type, T real, Wrapping wrapping) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if (method.getName().startsWith("execute")) {
                                executions.incrementAndGet();
                            }
                            try {
                                return wrapping.of(method.invoke(real, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static void writeThreeKinds(Session session) throws SQLException {
        RowBatch rows = new RowBatch(session);
        rows.add(new ExtremityRow(1, 5), POSITIONS);
        rows.add(new ExtremityRow(1, 6), POSITIONS);
        rows.add(new RoomAliasRow("#a:b", "!a", 3), POSITIONS);
        rows.add(new RoomServerRow(1, 2, 0, 1), POSITIONS);
        rows.flush();
    }

    @EachEngine
    void writes_withAnUpdateAfterThem_areOneRoundTripWhereOneCostsTime(TestDatabase test)
            throws SQLException {
        try (Session session = open(test)) {
            writeThreeKinds(session);
            int changed = session.update(TOUCH, 0);

            assertThat(changed).isEqualTo(1);
            assertThat(executions).hasValue(test.engine() == TestEngine.SQLITE ? 5 : 1);
            assertThat(
                            session.list(
                                    "SELECT event FROM extremity ORDER BY event",
                                    row -> row.number(1)))
                    .containsExactly(5L, 6L);
        }
    }

    @EachEngine
    void update_thatChangesNothing_saysSoAfterWritesThatChangedRows(TestDatabase test)
            throws SQLException {
        try (Session session = open(test)) {
            writeThreeKinds(session);

            assertThat(session.update(TOUCH, 99)).isZero();
        }
    }

    @EachEngine
    void reading_afterWrites_seesThem(TestDatabase test) throws SQLException {
        try (Session session = open(test)) {
            writeThreeKinds(session);

            List<String> aliases = session.list("SELECT alias FROM room_alias", row -> row.text(1));

            assertThat(aliases).containsExactly("#a:b");
        }
    }

    @EachEngine
    void writes_committedOrRolledBack_areThereOrGone(TestDatabase test) throws SQLException {
        try (Session session = open(test)) {
            writeThreeKinds(session);
            session.rollback();
            assertThat(session.list("SELECT event FROM extremity", row -> row.number(1))).isEmpty();

            writeThreeKinds(session);
            session.commit();
            session.rollback();
            assertThat(session.list("SELECT event FROM extremity", row -> row.number(1)))
                    .hasSize(2);
        }
    }

    @EachEngine
    void writes_thatCannotBe_failAtTheLatestWithWhatFollows(TestDatabase test) throws SQLException {
        try (Session session = open(test)) {
            session.update("CREATE TABLE strict_one (n BIGINT PRIMARY KEY CHECK (n < 3))");
            RowKind kind = RowKind.upsert("strict_one").key("n").build();
            assertThatThrownBy(
                            () -> {
                                session.write(
                                        new RowsOfKind(
                                                kind,
                                                List.<@Nullable Object[]>of(
                                                        new @Nullable Object[] {5L})));
                                session.update(TOUCH, 0);
                            })
                    .isInstanceOf(SQLException.class)
                    .satisfies(
                            e ->
                                    assertThat(session.dialect().fault((SQLException) e))
                                            .isEqualTo(Dialect.Fault.CONSTRAINT));
        }
    }
}
