package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEngineTest {
    @Test
    void newDatabase_hasTheSizeOfPagesAndTheLog(@TempDir Path folder) {
        DatabaseConfig config = DatabaseConfig.sqlite(folder, InstantSource.system());

        try (Database database = Database.open(config, CommitListener.NONE)) {
            assertThat(pragma(database, "page_size")).isEqualTo("4096");
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void newDatabase_isReadableByItsOwnerOnly(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("data");
        DatabaseConfig config = DatabaseConfig.sqlite(folder, InstantSource.system());

        try (Database database = Database.open(config, CommitListener.NONE)) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("stoa.db"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("stoa.db-wal"))).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String pragma(Database database, String name) {
        return database.read(tx -> tx.one("PRAGMA " + name, row -> row.text(1)).orElseThrow());
    }
}
