package org.stoa.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Where the database is and how much it may use.
///
/// @param location the engine and where it is
/// @param node name of this node, kept in the lane's row
/// @param readers how many reads run at once: threads of SQLite, connections of PostgreSQL
/// @param cacheBytes page cache of all SQLite connections together
/// @param time the clock of the scheduler
/// @param diskFullRetry how long after the disk was full writing is tried again
/// @param watch is told of each statement
public record DatabaseConfig(
        Location location,
        String node,
        int readers,
        long cacheBytes,
        InstantSource time,
        Duration diskFullRetry,
        SqlWatch watch) {
    /// Page cache of a server that was just installed: it stays below 150 MB in all.
    public static final long DEFAULT_CACHE_BYTES = 32L << 20;

    private static final int SQLITE_READERS = 4;
    private static final int POSTGRES_READERS = 16;
    private static final Duration DISK_FULL_RETRY = Duration.ofSeconds(5);

    public DatabaseConfig {
        if (readers < 1) {
            throw new IllegalArgumentException("at least one reader");
        }
    }

    /// The engine and where its data is.
    public sealed interface Location {
        /// Whether there may be a database: `false` only when it is known that there is none.
        boolean mayExist();
    }

    /// The embedded database.
    ///
    /// @param folder data folder; the database is the file `stoa.db` in it
    public record Sqlite(Path folder) implements Location {
        @Override
        public boolean mayExist() {
            return Files.exists(folder.resolve(SqliteEngine.FILE));
        }
    }

    /// A database server.
    ///
    /// @param url `jdbc:postgresql://host:port/database`
    /// @param user name of the role
    /// @param password its password; may be empty
    public record Postgres(String url, String user, String password) implements Location {
        @Override
        public String toString() {
            return "Postgres[url=" + place() + ", user=" + user + "]";
        }

        /// The URL as messages may show it: options may hold secrets.
        String place() {
            int options = url.indexOf('?');
            return options < 0 ? url : url.substring(0, options);
        }

        /// Whoever names a server knows that there is one; that it has no tables yet is no mistake of theirs.
        @Override
        public boolean mayExist() {
            return true;
        }
    }

    /// Returns the usual configuration of the embedded database in a folder, which is made when it is missing.
    public static DatabaseConfig sqlite(Path folder, InstantSource time) {
        return new DatabaseConfig(
                new Sqlite(folder),
                "main",
                SQLITE_READERS,
                DEFAULT_CACHE_BYTES,
                time,
                DISK_FULL_RETRY,
                SqlWatch.NONE);
    }

    /// Returns the usual configuration of a database server.
    public static DatabaseConfig postgres(
            String url, String user, String password, InstantSource time) {
        return new DatabaseConfig(
                new Postgres(url, user, password),
                "main",
                POSTGRES_READERS,
                DEFAULT_CACHE_BYTES,
                time,
                DISK_FULL_RETRY,
                SqlWatch.NONE);
    }

    /// Returns the same with another number of readers.
    public DatabaseConfig withReaders(int count) {
        return new DatabaseConfig(location, node, count, cacheBytes, time, diskFullRetry, watch);
    }

    /// Returns the same with another size of the page cache.
    public DatabaseConfig withCacheBytes(long bytes) {
        return new DatabaseConfig(location, node, readers, bytes, time, diskFullRetry, watch);
    }

    /// Returns the same with another pause after the disk was full.
    public DatabaseConfig withDiskFullRetry(Duration pause) {
        return new DatabaseConfig(location, node, readers, cacheBytes, time, pause, watch);
    }

    /// Returns the same with somebody who is told of each statement.
    public DatabaseConfig withWatch(SqlWatch watching) {
        return new DatabaseConfig(
                location, node, readers, cacheBytes, time, diskFullRetry, watching);
    }
}
