package org.stoa.storage.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.stoa.storage.StorageException;
import org.stoa.storage.StorageException.Kind;

/// Brings the schema up to date: applies what is missing, in order, each step in a transaction of its own, and refuses
/// a database that a newer program has changed so that this one cannot use it.
public final class Migrations {
    /// All there are. A released one is never edited; its checksum is kept in the database.
    private static final List<Migration> ALL =
            List.of(
                    Migration.read(1, "foundation", 1),
                    Migration.read(2, "line_switches", 1),
                    Migration.read(3, "accounts", 1),
                    Migration.read(4, "relations", 1),
                    Migration.read(5, "other_servers", 1),
                    Migration.read(6, "status_messages", 1),
                    Migration.read(7, "delayed_events", 1),
                    Migration.read(8, "sent_transactions", 8),
                    Migration.read(9, "published_rooms", 9),
                    Migration.read(10, "presence_lists", 1),
                    Migration.read(11, "inbound", 1),
                    Migration.read(12, "app_services", 8),
                    Migration.read(13, "destinations", 9),
                    Migration.read(14, "local_members", 9),
                    // An older program would take a state without its members for the whole one.
                    Migration.read(15, "partial_state", 15),
                    // An older program would leave the names of members as they were.
                    Migration.read(16, "remote_users", 16),
                    Migration.read(17, "order_of_texts", 16));

    private static final String CREATE_TABLE =
            """
            CREATE TABLE IF NOT EXISTS schema_version (
                version    BIGINT NOT NULL PRIMARY KEY,
                name       TEXT   NOT NULL,
                oldest     BIGINT NOT NULL,
                checksum   TEXT   NOT NULL
            )
            """;
    private static final String INSERT =
            "INSERT INTO schema_version (version, name, oldest, checksum) VALUES (?, ?, ?, ?)";
    private static final String LIST =
            "SELECT version, name, oldest, checksum FROM schema_version ORDER BY version";

    private final Connection connection;
    private final UnaryOperator<String> definition;
    private final List<Migration> known;

    private Migrations(
            Connection connection, UnaryOperator<String> definition, List<Migration> known) {
        this.connection = connection;
        this.definition = definition;
        this.known = known;
    }

    /// A step that was applied.
    private record Applied(int version, String name, int oldest, String checksum) {}

    /// Applies what is missing.
    ///
    /// Throws StorageException of kind NEWER_SCHEMA or CHANGED_MIGRATION, and SQLException of the driver.
    ///
    /// @param connection without auto-commit
    /// @param definition turns the common text of a statement into the engine's; empty when that has no need of it
    public static void run(Connection connection, UnaryOperator<String> definition)
            throws SQLException {
        run(connection, definition, ALL);
    }

    static void run(Connection connection, UnaryOperator<String> definition, List<Migration> known)
            throws SQLException {
        new Migrations(connection, definition, known).run();
    }

    private void run() throws SQLException {
        execute(definition.apply(CREATE_TABLE));
        connection.commit();
        Map<Integer, Applied> applied = applied();
        applied.values().forEach(this::check);
        for (Migration migration : known) {
            if (!applied.containsKey(migration.number())) {
                apply(migration);
            }
        }
    }

    private Map<Integer, Applied> applied() throws SQLException {
        Map<Integer, Applied> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LIST)) {
            while (rows.next()) {
                Applied step =
                        new Applied(
                                rows.getInt(1),
                                rows.getString(2),
                                rows.getInt(3),
                                rows.getString(4));
                applied.put(step.version(), step);
            }
        }
        connection.commit();
        return applied;
    }

    private void check(Applied step) {
        int newest = known.getLast().number();
        if (step.version() > newest) {
            if (step.oldest() > newest) {
                throw new StorageException(
                        Kind.NEWER_SCHEMA,
                        "the database was changed by a newer Stoa (schema %d, this one knows %d): use that version, or restore a backup from before"
                                .formatted(step.version(), newest));
            }
            return;
        }
        Migration migration = known.get(step.version() - 1);
        if (!migration.checksum().equals(step.checksum())) {
            throw new StorageException(
                    Kind.CHANGED_MIGRATION,
                    "step %d (%s) of the schema is not the one that made this database: use the version of Stoa that made it, or start with an empty data folder"
                            .formatted(step.version(), step.name()));
        }
    }

    private void apply(Migration migration) throws SQLException {
        try {
            for (String sql : migration.statements()) {
                execute(definition.apply(sql));
            }
            record(migration);
            connection.commit();
        } catch (SQLException e) {
            rollBackAfter(e);
            throw new SQLException(
                    "schema %d (%s): %s"
                            .formatted(migration.number(), migration.name(), e.getMessage()),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }

    /// SQLite has rolled back by itself when the disk is full, and then says that there is nothing to roll back.
    private void rollBackAfter(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void record(Migration migration) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, migration.number());
            insert.setString(2, migration.name());
            insert.setInt(3, migration.oldest());
            insert.setString(4, migration.checksum());
            insert.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        if (sql.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
