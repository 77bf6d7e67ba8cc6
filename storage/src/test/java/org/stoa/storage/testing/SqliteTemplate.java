package org.stoa.storage.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.DatabaseConfig;

/// An empty SQLite database with the schema, made once for all tests of a run.
final class SqliteTemplate {
    private static final String FILE = "stoa.db";
    private static final Path TEMPLATE = make();

    private SqliteTemplate() {}

    static void copyTo(Path folder) throws IOException {
        Files.copy(TEMPLATE.resolve(FILE), folder.resolve(FILE));
    }

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("stoa-template-");
            Database.open(
                            DatabaseConfig.sqlite(folder, InstantSource.system()),
                            CommitListener.NONE)
                    .close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> TestDatabase.delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
