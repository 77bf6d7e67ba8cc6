package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.migrate.Migrations;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// What an operator is told when the data folder is of no use.
class OpeningTest {
    /// In a file system that nobody can make folders in, whoever he is.
    private static final Path FORBIDDEN = Path.of("/sys");

    @TempDir private Path folder;

    private static Database open(Path folder) {
        return Database.open(
                DatabaseConfig.sqlite(folder, InstantSource.system()), CommitListener.NONE);
    }

    private static StorageException refusal(DatabaseConfig config) {
        StorageException failure =
                catchThrowableOfType(
                        StorageException.class,
                        () -> Database.open(config, CommitListener.NONE).close());
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void assertRefused(Path folder, Kind kind, String message) {
        StorageException failure = refusal(DatabaseConfig.sqlite(folder, InstantSource.system()));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.getMessage()).doesNotContain("\n");
    }

    private Path file() {
        return folder.resolve(SqliteEngine.FILE);
    }

    /// The driver repeats a URL that it cannot read.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "127.0.0.1:99999"})
    void server_thatCannotBeReached_isNamedWithoutOptions(String address) {
        DatabaseConfig config =
                DatabaseConfig.postgres(
                        "jdbc:postgresql://" + address + "/stoa?password=hush",
                        "stoa",
                        "",
                        InstantSource.system());

        StorageException failure = refusal(config);

        assertThat(failure.getMessage()).contains(address).doesNotContain("hush");
        assertThat(config.location().toString()).doesNotContain("hush");
    }

    @Test
    @DisabledIfSystemProperty(named = "stoa.test.postgres", matches = "off")
    void server_whoseDatabaseLacksCharacters_isNamedWithWhatToDo() throws SQLException {
        try (TestDatabase beside = TestDatabase.create(TestEngine.POSTGRES);
                Connection connection = DriverManager.getConnection(beside.jdbcUrl());
                Statement statement = connection.createStatement()) {
            String latin = connection.getCatalog() + "_latin";
            statement.execute(
                    "CREATE DATABASE "
                            + latin
                            + " TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
            DatabaseConfig config =
                    DatabaseConfig.postgres(
                            beside.jdbcUrl().replace(connection.getCatalog(), latin),
                            "stoa",
                            "",
                            InstantSource.system());

            StorageException failure = refusal(config);
            statement.execute("DROP DATABASE " + latin + " WITH (FORCE)");

            assertThat(failure.kind()).isEqualTo(Kind.ENCODING);
            assertThat(failure)
                    .hasMessageContaining("LATIN1")
                    .hasMessageContaining("TEMPLATE template0 ENCODING 'UTF8'");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void folder_thatMayNotBeMade_isReadOnly() {
        assertRefused(FORBIDDEN.resolve("stoa/data"), Kind.READ_ONLY, "/sys may not be written");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void folder_thatMayNotBeWritten_isReadOnly() {
        assertRefused(FORBIDDEN, Kind.READ_ONLY, "the data folder /sys cannot be written");
    }

    @Test
    void folder_belowAFile_isMissing() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertRefused(file.resolve("data"), Kind.MISSING_FOLDER, "cannot be made");
    }

    @Test
    void file_thatIsAFolder_isReadOnly() throws IOException {
        Files.createDirectory(file());

        assertRefused(folder, Kind.READ_ONLY, "the database cannot be written");
    }

    @Test
    void file_ofGarbage_isCorrupt() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        Files.write(file(), garbage);

        assertRefused(folder, Kind.CORRUPT, "restore a backup");
        assertThat(Files.readAllBytes(file())).isEqualTo(garbage);
    }

    /// So is one that was just made when the machine stopped.
    @Test
    void file_ofNoBytes_isANewDatabase() throws IOException {
        Files.createFile(file());

        try (Database database = open(folder)) {
            assertThat(database.frontier().at(Lane.ONLY).value()).isZero();
        }
    }

    @Test
    void file_damagedInTheMiddle_failsWhatReadsItAndNothingElse() throws IOException {
        try (Database database = open(folder)) {
            Write.Builder write = Write.builder();
            for (long event = 1; event <= 2_000; event++) {
                write.add(new EventJsonRow(event, 0, new byte[1_000], new byte[10]));
            }
            database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
        }
        overwriteTheMiddle();

        try (Database database = open(folder)) {
            StorageException failure =
                    catchThrowableOfType(StorageException.class, () -> bytesOfAll(database));

            assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(failure).hasMessageContaining("restore a backup");
            assertThat(database.names().findType("m.room.message")).isEmpty();
        }
    }

    private void overwriteTheMiddle() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
            byte[] damage = new byte[(int) (file.length() / 3)];
            Arrays.fill(damage, (byte) 0x5a);
            file.seek(file.length() / 3);
            file.write(damage);
        }
    }

    private static long bytesOfAll(Database database) {
        return database.read(
                        tx ->
                                tx.one(
                                        "SELECT SUM(LENGTH(client)) FROM event_json",
                                        row -> row.number(1)))
                .orElseThrow();
    }

    @Test
    void disk_thatIsFullWhenTheSchemaIsMade_isNamed() throws SQLException {
        SqliteEngine engine = new SqliteEngine(folder, 1, 1 << 20, SqlWatch.NONE);
        try (engine;
                Session session = engine.openWriter()) {
            session.connection().setAutoCommit(true);
            session.first("PRAGMA max_page_count = 5", row -> row.number(1));
            session.connection().setAutoCommit(false);

            SQLException failure =
                    catchThrowableOfType(
                            SQLException.class,
                            () ->
                                    Migrations.run(
                                            session.connection(), engine.dialect()::definition));

            assertThat(engine.dialect().failure(failure).kind()).isEqualTo(Kind.DISK_FULL);
        }
    }
}
