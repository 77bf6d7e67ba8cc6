package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.testing.Chat;
import org.stoa.testing.SmallDisk;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// A start that fails says why in one line, ends with the documented code, and damages nothing.
final class StartFailureTest {
    /// Root writes wherever it wants unless it gives up the capability.
    private static final List<String> WITHOUT_PRIVILEGES =
            List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner");

    @TempDir private Path folder;
    private Path data = Path.of("");

    @BeforeEach
    void nameTheData() {
        data = folder.resolve("data");
    }

    private static void assertFailure(Ended ended, ExitCode code, String line) {
        assertThat(ended.err()).isEqualTo("stoa: " + line + "\n");
        assertThat(ended.out()).doesNotContain("\tat ", "Exception");
        assertThat(ended.exitCode()).isEqualTo(code.number());
    }

    /// Serves once, so that there is something that a failure could damage.
    private Chat someData() {
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            return Chat.begin(server, "alice");
        }
    }

    private void assertServes(Chat chat) {
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            chat.assertWhole(server);
        }
    }

    @Test
    void key_thatDoesNotExist_isNamedWithASuggestion() throws IOException {
        Files.writeString(
                folder.resolve("stoa.yaml"),
                "server_name: localhost\nregistraton:\n  mode: open\n");

        Ended ended = StoaProcess.command(folder, "serve").run();

        assertFailure(
                ended,
                ExitCode.USAGE,
                "stoa.yaml line 2: unknown key 'registraton'; did you mean 'registration'?");
        assertThat(data).doesNotExist();
    }

    @Test
    void port_thatIsUsed_isNamed() throws IOException {
        Chat chat = someData();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended =
                    StoaProcess.server(data)
                            .set("listeners", "127.0.0.1:" + taken.getLocalPort())
                            .run();

            assertFailure(
                    ended,
                    ExitCode.PORT,
                    "Another program already listens on port %d of 127.0.0.1: stop it, or choose another port"
                            .formatted(taken.getLocalPort()));
        }
        assertServes(chat);
    }

    @Test
    void portOfMetrics_thatIsUsed_isNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended =
                    StoaProcess.server(data)
                            .set("metrics.enabled", "true")
                            .set("metrics.port", Integer.toString(taken.getLocalPort()))
                            .run();

            assertFailure(
                    ended,
                    ExitCode.PORT,
                    "Another program already listens on port %d of 127.0.0.1: stop it, or choose another port"
                            .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void folder_thatMayNotBeWritten_isNamed() throws IOException {
        Chat chat = someData();
        permit(data, "r-xr-xr-x");
        permit(data.resolve("stoa.lock"), "r--r--r--");
        permit(data.resolve("stoa.db"), "r--r--r--");

        Ended ended = withoutPrivileges(StoaProcess.server(data)).run();

        permit(data, "rwxr-xr-x");
        permit(data.resolve("stoa.lock"), "rw-r--r--");
        permit(data.resolve("stoa.db"), "rw-r--r--");
        assertFailure(
                ended,
                ExitCode.READ_ONLY,
                "the data folder %s cannot be written (no permission): check its owner and how its disk is mounted"
                        .formatted(data));
        assertServes(chat);
    }

    @Test
    void folder_thatMayNotBeMade_isNamed() throws IOException {
        permit(folder, "r-xr-xr-x");

        Ended ended = withoutPrivileges(StoaProcess.server(data)).run();

        permit(folder, "rwxr-xr-x");
        assertFailure(
                ended,
                ExitCode.READ_ONLY,
                "cannot make the data folder %s: %s may not be written (check its owner and how its disk is mounted)"
                        .formatted(data, folder));
        assertThat(data).doesNotExist();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static StoaProcess.Builder withoutPrivileges(StoaProcess.Builder server) {
        return System.getProperty("user.name").equals("root")
                ? server.under(WITHOUT_PRIVILEGES)
                : server;
    }

    @Test
    void disk_mountedForReadingOnly_isNamed() throws IOException {
        Files.createDirectory(data);
        try (SmallDisk disk = SmallDisk.over(data)) {
            Chat chat = someDataOn(disk);
            disk.makeReadOnly();

            Ended ended = server(disk).run();

            assertFailure(
                    ended,
                    ExitCode.READ_ONLY,
                    "the data folder %s cannot be written (Read-only file system): check its owner and how its disk is mounted"
                            .formatted(data));
            disk.makeWritable();
            assertServesOn(disk, chat);
        }
    }

    @Test
    void disk_thatIsFullBeforeTheFirstStart_isNamed() throws IOException {
        Files.createDirectory(data);
        try (SmallDisk disk = SmallDisk.over(data)) {
            disk.fill();

            Ended ended = server(disk).run();

            assertThat(ended.err()).matches("stoa: the disk .*is full.*\n");
            assertThat(ended.exitCode()).isEqualTo(ExitCode.DISK_FULL.number());
            disk.free();
            someDataOn(disk);
        }
    }

    @Test
    void disk_thatIsFullBeforeALaterStart_isNamed() throws IOException {
        Files.createDirectory(data);
        try (SmallDisk disk = SmallDisk.over(data)) {
            Chat chat = someDataOn(disk);
            disk.fill();

            Ended ended = server(disk).run();

            assertThat(ended.err()).matches("stoa: the disk .*is full.*\n");
            assertThat(ended.out()).doesNotContain("\tat ");
            assertThat(ended.exitCode()).isEqualTo(ExitCode.DISK_FULL.number());
            disk.free();
            assertServesOn(disk, chat);
        }
    }

    private static StoaProcess.Builder server(SmallDisk disk) {
        return StoaProcess.server(disk.folder()).under(disk.prefix());
    }

    private static Chat someDataOn(SmallDisk disk) {
        try (StoaProcess server = server(disk).serve()) {
            return Chat.begin(server, "alice");
        }
    }

    private static void assertServesOn(SmallDisk disk, Chat chat) {
        try (StoaProcess server = server(disk).serve()) {
            chat.assertWhole(server);
        }
    }

    @Test
    void database_thatIsNone_isNamedAndLeftAlone() throws IOException {
        Chat chat = someData();
        Path file = data.resolve("stoa.db");
        byte[] whole = Files.readAllBytes(file);
        damage(file, 0, 4096);
        byte[] damaged = Files.readAllBytes(file);

        Ended ended = StoaProcess.server(data).run();

        assertThat(ended.err()).startsWith("stoa: the database is damaged").hasLineCount(1);
        assertThat(ended.out()).doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.CORRUPT.number());
        assertThat(file).hasBinaryContent(damaged);
        Files.write(file, whole);
        assertServes(chat);
    }

    @Test
    void database_damagedBehindItsHeader_isNamedAndLeftAlone() throws IOException {
        Chat chat = someData();
        Path file = data.resolve("stoa.db");
        byte[] whole = Files.readAllBytes(file);
        damage(file, 16384, whole.length - 16384);
        byte[] damaged = Files.readAllBytes(file);

        Ended ended = StoaProcess.server(data).run();

        assertThat(ended.err()).startsWith("stoa: the database is damaged").hasLineCount(1);
        assertThat(ended.out()).doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.CORRUPT.number());
        assertThat(file).hasBinaryContent(damaged);
        Files.write(file, whole);
        assertServes(chat);
    }

    private static void damage(Path path, long from, int length) throws IOException {
        byte[] noise = new byte[length];
        new Random(1).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(from);
            file.write(noise);
        }
    }

    @Test
    void folder_thatAnotherProcessUses_isNamedAndTheOtherGoesOn() {
        try (StoaProcess first = StoaProcess.server(data).serve()) {
            Chat chat = Chat.begin(first, "alice");

            Ended ended = StoaProcess.server(data).run();

            assertFailure(
                    ended,
                    ExitCode.LOCKED,
                    "the data folder %s is in use by another Stoa (process %d), which did not end within 5 seconds: stop it first, or give this one a folder of its own"
                            .formatted(data, first.pid()));
            chat.say(first, "still here");
            chat.assertWhole(first);
        }
    }
}
