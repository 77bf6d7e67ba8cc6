package org.stoa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bench.measure.ProcessTree;

/// A driver in a process of its own that is ended by a signal.
final class EndedDriverTest {
    private static final int BY_SIGTERM = 128 + 15;

    @TempDir private Path folder = Path.of("");

    private Process driver(Path script, Path parent) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.stoa.bench.Main",
                                "run",
                                "S1",
                                "--start",
                                script.toString(),
                                "--folder",
                                parent.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    /// A pipe, whose reader waits until something was written.
    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        return pipe;
    }

    @Test
    void driver_thatIsEnded_endsItsServersAndLeavesNothing() throws Exception {
        Path pipe = pipe();
        Path parent = Files.createDirectory(folder.resolve("parent"));
        Path script = folder.resolve("start");
        Files.writeString(script, "#!/bin/sh\nsleep 1000 &\necho $! >" + pipe + "\nwait\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Process driver = driver(script, parent);
        long server = Long.parseLong(Files.readString(pipe).strip());

        driver.destroy();

        assertThat(driver.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(driver.exitValue()).isEqualTo(BY_SIGTERM);
        assertThat(ProcessTree.isRunning(server)).isFalse();
        assertThat(parent).isEmptyDirectory();
        assertThat(Files.readString(folder.resolve("said"))).doesNotContain("\tat ");
    }
}
