package org.stoa.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection with its prepared statements. Not thread-safe: one thread at a time.
final class Session implements AutoCloseable {
    /// Statements kept prepared; the program has about this many different ones.
    private static final int MAX_STATEMENTS = 400;

    private static final int ROWS_AT_ONCE = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private final SqlWatch watch;
    private final LinkedHashMap<String, PreparedStatement> statements =
            new LinkedHashMap<>(16, 0.75f, true);

    private Session(Connection connection, Dialect dialect, SqlWatch watch) {
        this.connection = connection;
        this.dialect = dialect;
        this.watch = watch;
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

    /// Writes rows of one kind, none of which has the key of another.
    void write(RowKind kind, List<@Nullable Object[]> rows) throws SQLException {
        watch.writes(kind.table(), rows.size());
        dialect.execute(this, kind, rows);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(dialect.query(sql));
        statements.put(sql, statement);
        if (statements.size() > MAX_STATEMENTS) {
            Map.Entry<String, PreparedStatement> eldest = statements.firstEntry();
            statements.remove(eldest.getKey());
            eldest.getValue().close();
        }
        return statement;
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
        watch.runs(sql, parameters);
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return bound(sql, parameters).executeUpdate();
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
