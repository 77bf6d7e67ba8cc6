package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.stoa.storage.StorageException.Kind;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// Two processes and one database.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LockTest {
    @EachEngine
    void open_whileAnotherProcessHasIt_saysWhich(TestDatabase test) throws Exception {
        Process other = start(test);
        try {
            StorageException failure =
                    catchThrowableOfType(StorageException.class, () -> test.open());

            assertThat(failure.kind()).isEqualTo(Kind.LOCKED);
            assertThat(failure)
                    .hasMessageContaining("process " + other.pid())
                    .hasMessageContaining("did not end within");
            assertThat(failure.getMessage()).doesNotContain("\n");
        } finally {
            kill(other);
        }
    }

    @EachEngine
    void open_whileAnotherProcessEnds_waitsForThat(TestDatabase test) throws Exception {
        Process other = start(test);
        AtomicReference<Database> opened = new AtomicReference<>();
        Thread opening = new Thread(() -> opened.set(test.open()));
        try {
            opening.start();
            awaitPause(opening);
        } finally {
            kill(other);
        }

        opening.join();
        assertThat(opened.get()).isNotNull();
    }

    private static Process start(TestDatabase test) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                KilledWriter.class.getName(),
                                test.engine() == TestEngine.SQLITE
                                        ? test.folder().toString()
                                        : test.jdbcUrl())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("started");
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Waits until the lock was found taken and is about to be tried again.
    private static void awaitPause(Thread opening) {
        while (opening.isAlive()
                && Arrays.stream(opening.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals("pause"))) {
            Thread.onSpinWait();
        }
        assertThat(opening.isAlive()).isTrue();
    }
}
