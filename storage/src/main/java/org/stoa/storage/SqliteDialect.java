package org.stoa.storage;

import static org.sqlite.SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// SQLite: a statement a row, inside one transaction in this process; lists as JSON.
final class SqliteDialect implements Dialect {
    private final Map<RowKind, String> texts = new ConcurrentHashMap<>();

    @Override
    public String query(String sql) {
        return sql.replace("= ANY(?)", "IN (SELECT value FROM json_each(?))")
                .replace("= ANY_BYTES(?)", "IN (SELECT unhex(value) FROM json_each(?))");
    }

    @Override
    public String definition(String sql) {
        if (sql.startsWith("{postgres}")) {
            return "";
        }
        return sql.replace("{id}", "INTEGER PRIMARY KEY")
                .replace("{bytes}", "BLOB")
                .replace("{clustered}", "WITHOUT ROWID");
    }

    @Override
    public void bindArray(PreparedStatement statement, int index, Object value)
            throws SQLException {
        switch (value) {
            case long[] numbers -> statement.setString(index, Arrays.toString(numbers));
            case String[] texts -> statement.setString(index, jsonTexts(texts));
            case byte[][] strings ->
                    statement.setString(
                            index,
                            Arrays.stream(strings)
                                    .map(bytes -> '"' + HexFormat.of().formatHex(bytes) + '"')
                                    .collect(Collectors.joining(",", "[", "]")));
            default ->
                    throw new IllegalArgumentException(
                            "no parameter type for " + value.getClass().getName());
        }
    }

    private static String jsonTexts(String[] texts) {
        StringBuilder json = new StringBuilder("[");
        for (String text : texts) {
            json.append(json.length() == 1 ? "\"" : ",\"");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"', '\\' -> json.append('\\').append(c);
                    default -> {
                        if (c < ' ') {
                            json.append("\\u%04x".formatted((int) c));
                        } else {
                            json.append(c);
                        }
                    }
                }
            }
            json.append('"');
        }
        return json.append(']').toString();
    }

    @Override
    public Optional<RoundTrips> roundTrips() {
        return Optional.empty();
    }

    @Override
    public void execute(Session session, List<RowsOfKind> rows) throws SQLException {
        for (RowsOfKind each : rows) {
            execute(session, each);
        }
    }

    private void execute(Session session, RowsOfKind rows) throws SQLException {
        RowKind kind = rows.kind();
        PreparedStatement statement =
                session.prepare(texts.computeIfAbsent(kind, SqliteDialect::sql));
        for (@Nullable Object[] row : rows.rows()) {
            int index = 1;
            for (int i = 0; i < row.length; i++) {
                if (!kind.columns().get(i).key() || kind.operation() == RowKind.Operation.UPSERT) {
                    session.bind(statement, index++, row[i]);
                }
            }
            if (kind.operation() != RowKind.Operation.UPSERT) {
                for (int i = 0; i < row.length; i++) {
                    if (kind.columns().get(i).key()) {
                        session.bind(statement, index++, row[i]);
                    }
                }
            }
            statement.executeUpdate();
        }
    }

    static String sql(RowKind kind) {
        return switch (kind.operation()) {
            case UPSERT ->
                    "INSERT INTO "
                            + kind.table()
                            + RowSql.names(kind.columns(), " (", ")")
                            + kind.columns().stream()
                                    .map(column -> "?")
                                    .collect(Collectors.joining(", ", " VALUES (", ")"))
                            + RowSql.onConflict(kind);
            case UPDATE ->
                    "UPDATE "
                            + kind.table()
                            + RowSql.assignments(kind, column -> "?")
                            + where(kind);
            case DELETE -> "DELETE FROM " + kind.table() + where(kind);
        };
    }

    private static String where(RowKind kind) {
        return kind.keys().stream()
                        .map(column -> column.name() + " = ?")
                        .collect(Collectors.joining(" AND ", " WHERE ", ""))
                + RowSql.condition(kind, "");
    }

    @Override
    public Fault fault(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.getErrorCode() & 0xff) {
            case 5, 6 -> Fault.BUSY;
            case 8, 3, 14 -> Fault.READ_ONLY;
            // The file beside the log, which all connections map into memory, could not grow.
            case 10 -> hasCode(failure, SQLITE_IOERR_SHMSIZE) ? Fault.DISK_FULL : Fault.LOST;
            case 11, 26 -> Fault.CORRUPT;
            case 13 -> Fault.DISK_FULL;
            case 18, 19, 20 -> Fault.CONSTRAINT;
            default ->
                    message.contains("connection closed") || message.contains("database connection")
                            ? Fault.LOST
                            : Fault.STATEMENT;
        };
    }

    private static boolean hasCode(SQLException failure, SQLiteErrorCode code) {
        return failure instanceof SQLiteException sqlite && sqlite.getResultCode() == code;
    }
}
