package org.stoa.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.StorageException.Kind;

/// Keeps two processes from using one database: an advisory lock that a session of its own holds. It is a courtesy,
/// which gives a clear message at the start; what makes a second writer harmless is the lane's row.
final class PostgresLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLock.class);

    /// "stoa" as a number.
    private static final long KEY = 0x73746f61L;

    private static final String TAKE = "SELECT pg_try_advisory_lock(" + KEY + ")";
    private static final String RELEASE = "SELECT pg_advisory_unlock(" + KEY + ")";
    private static final String OWNER =
            """
            SELECT coalesce(a.application_name, '') || ' at ' || coalesce(host(a.client_addr), 'this machine')
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = %d
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
                    .formatted(KEY);
    private static final int CHECK_SECONDS = 5;

    /// The server takes a moment to notice that a process was killed; longer when it is busy.
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Source source;
    private Connection connection;

    private PostgresLock(Source source, Connection connection) {
        this.source = source;
        this.connection = connection;
    }

    /// Opens a session.
    interface Source {
        Connection open() throws SQLException;
    }

    /// Returns what a session calls itself, so that the message about a held lock can name the process.
    static String applicationName(String role) {
        return "stoa " + role + ", process " + ProcessHandle.current().pid();
    }

    /// Takes the lock; waits a few seconds for another process that has it to end.
    ///
    /// Throws StorageException of kind LOCKED when that does not end.
    static PostgresLock take(Source source) throws SQLException {
        return new PostgresLock(source, locked(source));
    }

    private static Connection locked(Source source) throws SQLException {
        Connection connection = source.open();
        try (Statement statement = connection.createStatement()) {
            if (!takenInTime(statement)) {
                String owner = owner(statement);
                throw new StorageException(
                        Kind.LOCKED,
                        "the database is in use by another Stoa"
                                + (owner == null ? "" : " (" + owner + ")")
                                + ", which did not end within "
                                + WAIT.toSeconds()
                                + " seconds: stop it first, or give this one a database of its own");
            }
            return connection;
        } catch (SQLException | StorageException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean takenInTime(Statement statement) throws SQLException {
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (!taken(statement)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the lock", e);
        }
    }

    private static boolean taken(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(TAKE)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static @Nullable String owner(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(OWNER)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    /// Takes the lock again when its session has ended. Who has it meanwhile also has the lane, and stops the writer.
    void renew() throws SQLException {
        if (connection.isValid(CHECK_SECONDS)) {
            return;
        }
        connection.close();
        try {
            connection = locked(source);
        } catch (StorageException e) {
            LOG.error("Lost the lock: {}", e.getMessage());
        }
    }

    /// Releases the lock before its session ends: the server ends sessions a moment after it is told, and whoever starts
    /// at once would find the lock still taken.
    @Override
    public void close() {
        try (Connection closing = connection;
                Statement statement = closing.createStatement()) {
            statement.execute(RELEASE);
        } catch (SQLException e) {
            LOG.debug("Closing the session of the lock failed", e);
        }
    }
}
