package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// `./stoa notice`.
final class NoticeCommandTest {
    @TempDir private Path folder;

    private Ended notice(String... arguments) {
        return StoaProcess.command(folder, arguments)
                .set("data_dir", folder.resolve("data").toString())
                .set("notices.user", "notices")
                .run();
    }

    @Test
    void notice_toAll_reachesEverybodyWhetherTheServerRunsOrNot() {
        try (StoaProcess server =
                StoaProcess.server(folder.resolve("data")).set("notices.user", "notices").serve()) {
            server.client().register("alice");
            server.client().register("bob");
            assertThat(notice("notice", "send", "--all", "The server moves on Monday"))
                    .isEqualTo(new Ended(0, "Sent to 2 users.\n", ""));
        }
        assertThat(notice("notice", "send", "alice", "Or on Tuesday"))
                .isEqualTo(new Ended(0, "Sent to 1 user.\n", ""));
        assertThat(notice("notice", "send", "carol", "Hello"))
                .isEqualTo(
                        new Ended(
                                1,
                                "Sent to 0 users.\n",
                                "stoa: not sent to carol: There is no account named carol\n"));
    }

    @Test
    void notice_withoutAText_saysWhatIsMissing() {
        Ended ended = notice("notice", "send", "alice");

        assertThat(ended.exitCode()).isEqualTo(2);
    }
}
