package org.stoa.storage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.DatabaseConfig;

/// A fresh database, with its schema, that is gone after the test. It can be opened several times in turn, to see
/// what a restart finds.
///
/// For one test at a time.
public final class TestDatabase implements AutoCloseable {
    private final TestEngine engine;
    private final Path folder;
    private final String postgresName;
    private final List<Database> opened = new ArrayList<>();

    private TestDatabase(TestEngine engine, Path folder, String postgresName) {
        this.engine = engine;
        this.folder = folder;
        this.postgresName = postgresName;
    }

    /// Makes a database.
    public static TestDatabase create(TestEngine engine) {
        try {
            Path folder = Files.createTempDirectory("stoa-test-");
            return switch (engine) {
                case SQLITE -> {
                    SqliteTemplate.copyTo(folder);
                    yield new TestDatabase(engine, folder, "");
                }
                case POSTGRES ->
                        new TestDatabase(engine, folder, PostgresServer.get().createDatabase());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the engine.
    public TestEngine engine() {
        return engine;
    }

    /// Returns a folder that is deleted with the database; on SQLite the database is in it.
    public Path folder() {
        return folder;
    }

    /// Returns the configuration that opens it.
    public DatabaseConfig config() {
        return config(InstantSource.system());
    }

    /// Returns the configuration that opens it with another clock.
    public DatabaseConfig config(InstantSource time) {
        return switch (engine) {
            case SQLITE -> DatabaseConfig.sqlite(folder, time);
            case POSTGRES -> PostgresServer.get().config(postgresName, time).withReaders(4);
        };
    }

    /// Returns the JDBC URL of it on PostgreSQL.
    public String jdbcUrl() {
        if (!(config().location() instanceof DatabaseConfig.Postgres postgres)) {
            throw new IllegalStateException("not on " + engine);
        }
        String separator = postgres.url().contains("?") ? "&" : "?";
        return postgres.url() + (postgres.url().contains("user=") ? "" : separator + "user=stoa");
    }

    /// Opens it; it is closed after the test at the latest.
    public Database open() {
        return open(CommitListener.NONE);
    }

    /// Opens it with a listener.
    public Database open(CommitListener listener) {
        return closing(Database.open(config(), listener));
    }

    /// Has an opened database closed after the test.
    public Database closing(Database database) {
        opened.add(database);
        return database;
    }

    @Override
    public void close() {
        opened.forEach(Database::close);
        if (engine == TestEngine.POSTGRES) {
            PostgresServer.get().dropDatabase(postgresName);
        }
        delete(folder);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
