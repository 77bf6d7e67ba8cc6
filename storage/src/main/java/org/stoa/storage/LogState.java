package org.stoa.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What SQLite's write-ahead log has.
///
/// @param pages pages in it; none when that could not be told
/// @param copied how many of them are in the database, too
/// @param busy whether somebody kept what was asked for from being done in full
record LogState(long pages, long copied, boolean busy) {
    private static final LogState EMPTY = new LogState(0, 0, false);

    /// How it is copied back.
    enum Mode {
        /// Not at all: says what there is.
        NOOP,
        /// As far as it goes without waiting for anybody.
        PASSIVE,
        /// All of it, and nobody reads it any more, so that the next write of a transaction that begins now is its first; as far as
        /// reads and the time to wait for them allow.
        RESTART
    }

    /// Copies the log back and returns what there is then. The connection must be in auto-commit.
    static LogState after(Mode mode, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            // The numbers are negative when another connection copies.
            return result.next()
                    ? new LogState(
                            Math.max(0, result.getLong(2)),
                            Math.max(0, result.getLong(3)),
                            result.getBoolean(1))
                    : EMPTY;
        }
    }

    /// Returns how many pages are still to be copied.
    long left() {
        return pages - copied;
    }

    /// Returns this, or that there is nothing, when nothing of it is needed any more and the next write is its first.
    LogState unlessDone(long pagesWhenDone) {
        return left() == 0 && pages == pagesWhenDone ? EMPTY : this;
    }
}
