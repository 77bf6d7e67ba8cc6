package org.stoa.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.LogState.Mode;

/// The connection that copies the write-ahead log beside the writer. It is opened when it is needed. For one thread.
final class LogConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogConnection.class);

    private final Source source;
    private final FlushedFile database;
    private final Probe probe;
    private @Nullable Connection connection;

    /// Opens a connection, in auto-commit.
    interface Source {
        Connection open() throws SQLException;
    }

    /// Where copying can be disturbed by a test.
    interface Probe {
        Probe NONE = () -> {};

        /// Comes before each copying beside the writer; may throw what a driver would.
        void copies() throws SQLException;
    }

    /// @param database is flushed; whoever made it closes it
    LogConnection(Source source, FlushedFile database, Probe probe) {
        this.source = source;
        this.database = database;
        this.probe = probe;
    }

    /// Returns the size of a page in bytes, which was chosen when the database was made.
    long pageBytes() throws SQLException {
        try (Statement statement = opened().createStatement();
                ResultSet result = statement.executeQuery("PRAGMA page_size")) {
            return result.getLong(1);
        }
    }

    /// Returns what the log has now.
    LogState state() throws SQLException {
        return LogState.after(Mode.NOOP, opened());
    }

    /// Copies what is in the log at the beginning, as far as reads allow; returns what it has when that is on the disk.
    LogState copy() throws SQLException, IOException {
        probe.copies();
        // What this returns of the end of the log is from the beginning of the copying.
        var _ = LogState.after(Mode.PASSIVE, opened());
        LogState after = state();
        if (after.left() == 0) {
            return after;
        }
        // SQLite flushes the database only when it has come to the end of the log: that would be
        // left for the writer to wait for.
        database.flush();
        return state();
    }

    private Connection opened() throws SQLException {
        Connection open = connection;
        if (open == null) {
            connection = open = source.open();
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("Closing the connection that copies the log failed", e);
        }
    }
}
