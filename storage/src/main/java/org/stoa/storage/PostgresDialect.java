package org.stoa.storage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// PostgreSQL: one statement for all rows of a kind, with an array a column.
final class PostgresDialect implements Dialect, Dialect.RoundTrips {
    private static final Pattern TEXT = Pattern.compile("\\bTEXT\\b");

    private final Map<RowKind, String> texts = new ConcurrentHashMap<>();

    @Override
    public String query(String sql) {
        return sql.replace("= ANY_BYTES(?)", "= ANY(?)");
    }

    /// Texts are ordered by their bytes, as SQLite orders them, however the database would: searches by a beginning and pages by a
    /// text rely on it, and no index breaks when the operating system changes the order of a language.
    @Override
    public String definition(String sql) {
        String common =
                sql.replace("{id}", "BIGINT PRIMARY KEY")
                        .replace("{bytes}", "BYTEA")
                        .replace("{clustered}", "")
                        .replace("{postgres}", "");
        return TEXT.matcher(common).replaceAll("TEXT COLLATE \"C\"");
    }

    @Override
    public void bindArray(PreparedStatement statement, int index, Object value)
            throws SQLException {
        Connection connection = statement.getConnection();
        Array array =
                switch (value) {
                    case long[] numbers -> connection.createArrayOf("bigint", boxed(numbers));
                    case String[] texts -> connection.createArrayOf("text", texts);
                    case byte[][] strings -> connection.createArrayOf("bytea", strings);
                    default ->
                            throw new IllegalArgumentException(
                                    "no parameter type for " + value.getClass().getName());
                };
        statement.setArray(index, array);
    }

    private static Object[] boxed(long[] numbers) {
        Object[] boxed = new Long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }

    @Override
    public Optional<RoundTrips> roundTrips() {
        return Optional.of(this);
    }

    @Override
    public void execute(Session session, List<RowsOfKind> rows) throws SQLException {
        PreparedStatement statement =
                rows.size() == 1
                        ? session.prepare(text(rows.getFirst()))
                        : session.prepareCombined(
                                rows.stream().map(this::text).collect(Collectors.joining(";")));
        bind(statement, rows);
        statement.execute();
        changedByLast(statement);
    }

    @Override
    public int execute(Session session, List<RowsOfKind> rows, String sql, Parameters parameters)
            throws SQLException {
        PreparedStatement statement =
                session.prepareCombined(
                        rows.stream().map(this::text).collect(Collectors.joining(";"))
                                + ";"
                                + query(sql));
        parameters.set(statement, bind(statement, rows));
        statement.execute();
        return changedByLast(statement);
    }

    private String text(RowsOfKind rows) {
        return texts.computeIfAbsent(rows.kind(), PostgresDialect::sql);
    }

    /// Returns the index after the last one.
    private static int bind(PreparedStatement statement, List<RowsOfKind> parts)
            throws SQLException {
        int index = 1;
        for (RowsOfKind part : parts) {
            List<RowKind.Column> columns = part.kind().columns();
            for (int column = 0; column < columns.size(); column++) {
                statement.setArray(
                        index++, array(statement, columns.get(column), part.rows(), column));
            }
        }
        return index;
    }

    /// Goes through the outcomes of all statements of a text.
    private static int changedByLast(PreparedStatement statement) throws SQLException {
        int changed = statement.getUpdateCount();
        while (true) {
            statement.getMoreResults();
            int next = statement.getUpdateCount();
            if (next < 0) {
                return changed;
            }
            changed = next;
        }
    }

    private static Array array(
            PreparedStatement statement,
            RowKind.Column column,
            List<@Nullable Object[]> rows,
            int index)
            throws SQLException {
        @Nullable Object[] values =
                switch (column.type()) {
                    case NUMBER -> new @Nullable Long[rows.size()];
                    case TEXT -> new @Nullable String[rows.size()];
                    case BYTES -> new byte @Nullable [rows.size()][];
                };
        for (int i = 0; i < values.length; i++) {
            Object value = rows.get(i)[index];
            values[i] = value instanceof String text ? StoredText.encode(text) : value;
        }
        return statement.getConnection().createArrayOf(typeName(column), values);
    }

    static String sql(RowKind kind) {
        String arrays =
                kind.columns().stream()
                        .map(column -> "?::" + typeName(column) + "[]")
                        .collect(Collectors.joining(", ", "unnest(", ")"));
        String given = arrays + RowSql.names(kind.columns(), " AS given (", ")");
        return switch (kind.operation()) {
            case UPSERT ->
                    "INSERT INTO "
                            + kind.table()
                            + RowSql.names(kind.columns(), " (", ")")
                            + " SELECT * FROM "
                            + arrays
                            + RowSql.onConflict(kind);
            case UPDATE ->
                    "UPDATE "
                            + kind.table()
                            + RowSql.assignments(kind, column -> "given." + column.name())
                            + " FROM "
                            + given
                            + where(kind);
            case DELETE -> "DELETE FROM " + kind.table() + " USING " + given + where(kind);
        };
    }

    private static String where(RowKind kind) {
        return kind.keys().stream()
                        .map(
                                column ->
                                        kind.table()
                                                + "."
                                                + column.name()
                                                + " = given."
                                                + column.name())
                        .collect(Collectors.joining(" AND ", " WHERE ", ""))
                + RowSql.condition(kind, kind.table() + ".");
    }

    private static String typeName(RowKind.Column column) {
        return switch (column.type()) {
            case NUMBER -> "bigint";
            case TEXT -> "text";
            case BYTES -> "bytea";
        };
    }

    @Override
    public Fault fault(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return Fault.LOST;
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("58")) {
            return Fault.LOST;
        }
        if (state.equals("53100")) {
            return Fault.DISK_FULL;
        }
        if (state.startsWith("23") || state.startsWith("22")) {
            return Fault.CONSTRAINT;
        }
        if (state.startsWith("XX")) {
            return Fault.CORRUPT;
        }
        if (state.equals("25006") || state.equals("42501")) {
            return Fault.READ_ONLY;
        }
        return state.equals("55P03") ? Fault.BUSY : Fault.STATEMENT;
    }
}
