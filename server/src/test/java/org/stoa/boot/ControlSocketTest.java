package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// The socket in the data folder through which commands reach the running server.
final class ControlSocketTest {
    @TempDir private Path folder;

    private static Ended list(Path data) {
        return StoaProcess.command(data.getRoot(), "user", "list")
                .set("data_dir", data.toString())
                .run();
    }

    @Test
    void socket_always_isTheOwnersAlone() throws IOException {
        Path data = folder.resolve("data");
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            assertThat(server.isAlive()).isTrue();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(data.resolve("control.sock"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void folder_withALongName_hasALinkToItsSocket() throws IOException {
        Path data = folder.resolve("a".repeat(100)).resolve("data");
        Path link = data.resolve("control.sock");
        Path socket;
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            socket = Files.readSymbolicLink(link);
            server.client().register("alice");

            assertThat(list(data).out()).contains("  @alice:localhost");
        }

        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(socket.getParent()).doesNotExist();
    }

    @Test
    void socket_leftByAKilledServer_isInNobodysWay() {
        Path data = folder.resolve("data");
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            server.client().register("alice");
            server.kill();
        }
        assertThat(data.resolve("control.sock")).exists();

        assertThat(list(data).out()).contains("  @alice:localhost");
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            assertThat(list(data).out()).contains("  @alice:localhost");
            assertThat(server.stop().exitCode()).isZero();
        }
    }
}
