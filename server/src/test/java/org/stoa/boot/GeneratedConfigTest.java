package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// The file that `generate-config` writes, and `version`, as a process gives them.
final class GeneratedConfigTest {
    @TempDir private Path folder;

    @Test
    void file_withAName_servesUnderThatNameFromItsFolder() {
        Path file = folder.resolve("stoa.yaml");

        Ended written =
                StoaProcess.command(
                                folder,
                                "generate-config",
                                "--server-name",
                                "example.org",
                                "--output",
                                file.toString())
                        .run();

        assertThat(written)
                .isEqualTo(
                        new Ended(
                                0,
                                "Wrote %s. './stoa --config %s' serves with it.\n"
                                        .formatted(file, file),
                                ""));
        try (StoaProcess server =
                StoaProcess.command(Path.of("/"), "--config", file.toString())
                        .set("listeners", "127.0.0.1:0")
                        .set("registration.mode", "open")
                        .set("passwords.memory_kib", "64")
                        .serve()) {
            assertThat(server.client().register("alice").id()).isEqualTo("@alice:example.org");
            assertThat(folder.resolve("data/stoa.db")).exists();
        }
    }

    @Test
    void file_fromTheStandardOutput_isTheSame() throws Exception {
        Path file = folder.resolve("stoa.yaml");
        StoaProcess.command(folder, "generate-config", "-o", file.toString()).run();

        Ended printed = StoaProcess.command(folder, "generate-config").run();

        assertThat(printed).isEqualTo(new Ended(0, Files.readString(file), ""));
    }

    @Test
    void version_always_isOneLine() {
        Ended ended = StoaProcess.command(folder, "version").run();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).matches("Stoa \\S+ \\(Java 2\\d\\S*, .+\\)\n");
    }
}
