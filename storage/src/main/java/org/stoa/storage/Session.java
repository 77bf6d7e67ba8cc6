package org.stoa.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection with its prepared statements. Not thread-safe: one thread at a time.
final class Session implements AutoCloseable {
    /// Statements kept prepared; the program has about this many different ones.
    private static final int MAX_STATEMENTS = 400;

    /// Of texts made of several statements, each of which PostgreSQL keeps a plan for.
    private static final int MAX_COMBINED = 64;

    private static final int ROWS_AT_ONCE = 1_000;

    /// Writes that wait for what comes after them.
    private static final int MAX_DEFERRED = 16;

    /// With more rows a round trip does not matter, and their memory does.
    private static final int MAX_DEFERRED_ROWS = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private final SqlWatch watch;
    private final PreparedStatements statements;
    private final PreparedStatements combined;
    private final List<RowsOfKind> deferred = new ArrayList<>();
    private int deferredRows;

    private Session(Connection connection, Dialect dialect, SqlWatch watch) {
        this.connection = connection;
        this.dialect = dialect;
        this.watch = watch;
        this.statements = new PreparedStatements(connection, MAX_STATEMENTS);
        this.combined = new PreparedStatements(connection, MAX_COMBINED);
    }

    /// Uses a connection that nobody else uses.
    static Session owned(Connection connection, Dialect dialect, SqlWatch watch)
            throws SQLException {
        connection.setAutoCommit(false);
        return new Session(connection, dialect, watch);
    }

    /// Uses a connection of a pool, without auto-commit, whose driver keeps statements prepared by itself.
    static Session pooled(Connection connection, Dialect dialect, SqlWatch watch) {
        return new Session(connection, dialect, watch);
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    /// Writes rows of one kind. Where a statement costs a round trip they are sent with those that follow, so what is wrong with
    /// them may be told by whatever is done next; [#settle] asks for it.
    void write(RowsOfKind rows) throws SQLException {
        watch.writes(rows.kind().table(), rows.rows().size());
        deferred.add(rows);
        deferredRows += rows.rows().size();
        if (dialect.roundTrips().isEmpty()
                || deferred.size() >= MAX_DEFERRED
                || deferredRows >= MAX_DEFERRED_ROWS) {
            settle();
        }
    }

    /// Sends what was written so far.
    void settle() throws SQLException {
        if (!deferred.isEmpty()) {
            dialect.execute(this, takeDeferred());
        }
    }

    private List<RowsOfKind> takeDeferred() {
        List<RowsOfKind> taken = List.copyOf(deferred);
        deferred.clear();
        deferredRows = 0;
        return taken;
    }

    void commit() throws SQLException {
        settle();
        connection.commit();
    }

    void rollback() throws SQLException {
        takeDeferred();
        connection.rollback();
    }

    /// Runs a statement that has no parameters and is seldom used.
    void execute(String sql) throws SQLException {
        settle();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return statements.of(dialect.query(sql));
    }

    /// @param sql several statements, of the engine's own text
    PreparedStatement prepareCombined(String sql) throws SQLException {
        return combined.of(sql);
    }

    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setLong(index, number);
            case Boolean flag -> statement.setLong(index, flag ? 1 : 0);
            case String text -> statement.setString(index, StoredText.encode(text));
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Position position -> statement.setLong(index, position.value());
            default -> dialect.bindArray(statement, index, value);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object[] parameters) throws SQLException {
        settle();
        watch.runs(sql, parameters);
        PreparedStatement statement = prepare(sql);
        bind(statement, 1, parameters);
        return statement;
    }

    private void bind(PreparedStatement statement, int first, @Nullable Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, first + i, parameters[i]);
        }
    }

    /// Returns how many rows changed. Sent together with the writes that wait.
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        if (deferred.isEmpty()) {
            return bound(sql, parameters).executeUpdate();
        }
        watch.runs(sql, parameters);
        return dialect.roundTrips()
                .orElseThrow()
                .execute(
                        this,
                        takeDeferred(),
                        sql,
                        (statement, first) -> bind(statement, first, parameters));
    }

    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (ResultSet results = bound(sql, parameters).executeQuery()) {
            ResultRow row = new ResultRow(results, dialect);
            List<T> list = new ArrayList<>();
            while (results.next()) {
                list.add(mapper.map(row));
            }
            watch.returned(sql, list.size());
            return list;
        }
    }

    /// Returns the first row, or null when there is none.
    <T> @Nullable T first(String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (ResultSet results = bound(sql, parameters).executeQuery()) {
            boolean found = results.next();
            watch.returned(sql, found ? 1 : 0);
            return found ? mapper.map(new ResultRow(results, dialect)) : null;
        }
    }

    void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = bound(sql, parameters);
        statement.setFetchSize(ROWS_AT_ONCE);
        try (ResultSet results = statement.executeQuery()) {
            ResultRow row = new ResultRow(results, dialect);
            int count = 0;
            while (results.next()) {
                consumer.accept(row);
                count++;
            }
            watch.returned(sql, count);
        } finally {
            statement.setFetchSize(0);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
