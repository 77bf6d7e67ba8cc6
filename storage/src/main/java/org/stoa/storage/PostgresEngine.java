package org.stoa.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.StorageException.Kind;

/// PostgreSQL: a pool of connections for reads, one connection of its own for the writer, one that holds the lock of
/// the database. All of them give up on statements, locks and idle transactions after a time, and are made anew when
/// the server was restarted.
final class PostgresEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresEngine.class);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// Longer than the server takes to give up by itself: a network that went silent.
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(90);

    /// With these the server notices within half a minute that a machine is gone, and lets go of its locks.
    private static final String KEEP_ALIVE =
            " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private static final String OPTIONS =
            "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d -c timezone=UTC"
                            .formatted(
                                    STATEMENT_TIMEOUT.toMillis(),
                                    LOCK_TIMEOUT.toMillis(),
                                    IDLE_TIMEOUT.toMillis())
                    + KEEP_ALIVE;

    private final PostgresDialect dialect = new PostgresDialect();
    private final DatabaseConfig.Postgres location;
    private final SqlWatch watch;
    private final PostgresLock lock;
    private final HikariDataSource pool;

    PostgresEngine(DatabaseConfig.Postgres location, int readers, SqlWatch watch) {
        this.location = location;
        this.watch = watch;
        try {
            this.lock = PostgresLock.take(() -> unicode(connect("lock")));
        } catch (SQLException e) {
            throw unreachable(e);
        }
        this.pool = new HikariDataSource(poolConfig(readers));
    }

    private StorageException unreachable(SQLException e) {
        if (dialect.fault(e) != Dialect.Fault.LOST && !isRefused(e)) {
            return dialect.failure(
                    new SQLException(withoutOptions(e), e.getSQLState(), e.getErrorCode(), e));
        }
        return new StorageException(
                Kind.UNAVAILABLE,
                "cannot use the database at "
                        + location.place()
                        + " as "
                        + location.user()
                        + ": "
                        + withoutOptions(e),
                e);
    }

    /// The driver repeats a URL that it cannot read, with the options.
    private String withoutOptions(SQLException e) {
        return String.valueOf(e.getMessage()).replace(location.url(), location.place());
    }

    /// Wrong password, no such role, no such database.
    private static boolean isRefused(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("28") || state.equals("3D000");
    }

    /// A database of another encoding would fail at the first text with a character that it lacks.
    private Connection unicode(Connection connection) throws SQLException {
        String encoding = encoding(connection);
        if (encoding.equals("UTF8")) {
            return connection;
        }
        connection.close();
        throw new StorageException(
                Kind.ENCODING,
                "the database at %s keeps texts as %s: make one with CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8'"
                        .formatted(location.place(), encoding));
    }

    private static String encoding(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW server_encoding")) {
            shown.next();
            return shown.getString(1);
        }
    }

    private HikariConfig poolConfig(int readers) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.url());
        config.setDataSourceProperties(properties("reader"));
        config.setPoolName("stoa-readers");
        config.setMaximumPoolSize(readers);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return config;
    }

    private Properties properties(String role) {
        Properties properties = new Properties();
        properties.setProperty("user", location.user());
        properties.setProperty("password", location.password());
        properties.setProperty("ApplicationName", PostgresLock.applicationName(role));
        properties.setProperty("options", OPTIONS);
        properties.setProperty("connectTimeout", seconds(CONNECT_TIMEOUT));
        properties.setProperty("loginTimeout", seconds(CONNECT_TIMEOUT));
        properties.setProperty("socketTimeout", seconds(SOCKET_TIMEOUT));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        return properties;
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(location.url(), properties(role));
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Session openWriter() throws SQLException {
        return Session.owned(connect("writer"), dialect, watch);
    }

    /// A restart of the server also ended the session that held the lock.
    @Override
    public void reconnected() throws SQLException {
        lock.renew();
    }

    /// Runs the read on a connection of the pool; once more when the connection turns out to be broken, which all of
    /// them are after a restart of the server.
    @Override
    public <T extends @Nullable Object> T read(Function<Tx, T> work) {
        try {
            return readOnce(work);
        } catch (StorageException e) {
            if (e.kind() != Kind.UNAVAILABLE || pool.isClosed()) {
                throw e;
            }
            LOG.info("A read is tried again: {}", e.getMessage());
            pool.getHikariPoolMXBean().softEvictConnections();
            return readOnce(work);
        }
    }

    private <T extends @Nullable Object> T readOnce(Function<Tx, T> work) {
        if (pool.isClosed()) {
            throw new StorageException(Kind.CLOSED, "the database is closed");
        }
        try (Connection connection = pool.getConnection()) {
            T result = work.apply(new SessionTx(Session.pooled(connection, dialect, watch)));
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    @Override
    public int runningReads() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    @Override
    public int waitingReads() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    @Override
    public void close() {
        pool.close();
        lock.close();
    }
}
