package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    private static String pragma(Database database, String name) {
        return database.read(tx -> tx.one("PRAGMA " + name, row -> row.text(1)).orElseThrow());
    }
}
