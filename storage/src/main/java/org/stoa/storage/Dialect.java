package org.stoa.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The few things in which the engines differ.
sealed interface Dialect permits SqliteDialect, PostgresDialect {
    /// Turns the common SQL text into the engine's.
    String query(String sql);

    /// Turns the common text of a statement of a migration into the engine's; empty for one that only the other engine needs.
    String definition(String sql);

    /// Sets a parameter that is no plain number, text or byte string.
    void bindArray(PreparedStatement statement, int index, Object value) throws SQLException;

    /// Writes rows, kind by kind.
    void execute(Session session, List<RowsOfKind> rows) throws SQLException;

    /// How statements are sent together; empty where none costs a round trip, so that rows never wait for what comes after them.
    Optional<RoundTrips> roundTrips();

    /// Saves round trips.
    interface RoundTrips {
        /// Writes rows, kind by kind, and then runs a statement; returns how many rows that one changed.
        ///
        /// @param parameters sets those of the statement
        int execute(Session session, List<RowsOfKind> rows, String sql, Parameters parameters)
                throws SQLException;
    }

    /// Parameters of a statement.
    interface Parameters {
        /// Sets all of them.
        ///
        /// @param first index of the first
        void set(PreparedStatement statement, int first) throws SQLException;
    }

    /// Names what a failure of the driver means.
    Fault fault(SQLException failure);

    /// What a failure of the driver means to the writer.
    enum Fault {
        CONSTRAINT,
        STATEMENT,
        DISK_FULL,
        /// The connection, or the file under it, is of no use any more.
        LOST,
        CORRUPT,
        READ_ONLY,
        BUSY
    }

    /// Returns the exception for a failure outside a commit.
    default StorageException failure(SQLException e) {
        return switch (fault(e)) {
            case CONSTRAINT ->
                    new StorageException(
                            StorageException.Kind.CONSTRAINT, "constraint: " + e.getMessage(), e);
            case STATEMENT ->
                    new StorageException(
                            StorageException.Kind.STATEMENT,
                            "statement failed: " + e.getMessage(),
                            e);
            case BUSY ->
                    new StorageException(
                            StorageException.Kind.STATEMENT,
                            "the database is busy: another program holds a lock on it",
                            e);
            case DISK_FULL ->
                    new StorageException(
                            StorageException.Kind.DISK_FULL,
                            "the disk is full: free some space; writing is tried again by itself",
                            e);
            case LOST ->
                    new StorageException(
                            StorageException.Kind.UNAVAILABLE,
                            "the database does not answer: " + e.getMessage(),
                            e);
            case CORRUPT ->
                    new StorageException(
                            StorageException.Kind.CORRUPT,
                            "the database is damaged: stop, keep a copy of the data folder and"
                                    + " restore a backup ("
                                    + e.getMessage()
                                    + ")",
                            e);
            case READ_ONLY ->
                    new StorageException(
                            StorageException.Kind.READ_ONLY,
                            "the database cannot be written: check who owns the data folder and"
                                    + " how its disk is mounted",
                            e);
        };
    }
}
