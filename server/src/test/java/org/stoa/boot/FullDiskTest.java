package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.Chat;
import org.stoa.testing.SmallDisk;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.TestClient;

/// The disk becomes full under a server that runs: what it acknowledged stays, reads go on, and it heals by itself.
final class FullDiskTest {
    /// The log of the database may still have room in what it had taken before.
    private static final int MAX_SENDS = 20_000;

    private static final String PADDING = "x".repeat(20_000);
    private static final int PAUSE_MILLIS = 50;

    @TempDir private Path data;

    @Test
    void disk_thatBecomesFull_failsSendsClearlyKeepsReadsAndHeals() throws Exception {
        try (SmallDisk disk = SmallDisk.over(data)) {
            Chat chat;
            try (StoaProcess server = server(disk)) {
                chat = Chat.begin(server, "alice");
                disk.fill();

                Answer refused = sendUntilRefused(server, chat);

                assertThat(refused.error()).isEqualTo("503 M_UNKNOWN");
                assertThat(refused.json())
                        .isEqualTo(
                                JsonObject.of(
                                        "errcode",
                                        "M_UNKNOWN",
                                        "error",
                                        "The server's disk is full"));
                readsGoOn(server, chat);
                assertThat(server.client().get("/health").with(503))
                        .isEqualTo(
                                JsonObject.of(
                                        "status",
                                        "unfit",
                                        "problems",
                                        List.of("the disk is full")));
                disk.free();
                sendUntilAccepted(server, chat);
                chat.assertWhole(server);
                server.client().get("/health").ok();
                assertThat(server.stop().err()).isEmpty();
            }
            try (StoaProcess server = server(disk)) {
                chat.assertWhole(server);
            }
        }
    }

    private static StoaProcess server(SmallDisk disk) {
        return StoaProcess.server(disk.folder()).under(disk.prefix()).serve();
    }

    private static Answer sendUntilRefused(StoaProcess server, Chat chat) {
        for (int i = 0; i < MAX_SENDS; i++) {
            Answer answer = chat.put(server, "full-" + i, PADDING);
            if (answer.status() != 200) {
                return answer;
            }
            chat.add(answer.string("event_id"));
        }
        throw new AssertionError("the disk does not become full");
    }

    private static void readsGoOn(StoaProcess server, Chat chat) {
        chat.assertWhole(server);
        TestClient alice = chat.client(server);
        assertThat(TestClient.timeline(alice.sync(), chat.room())).isNotEmpty();
        alice.get("/rooms/{}/state/m.room.create/", chat.room()).ok();
        alice.get("/account/whoami").ok();
    }

    /// The transaction was refused, so that trying it again sends it once.
    private static void sendUntilAccepted(StoaProcess server, Chat chat)
            throws InterruptedException {
        Answer answer = chat.put(server, "again", PADDING);
        while (answer.status() == 503) {
            Thread.sleep(PAUSE_MILLIS);
            answer = chat.put(server, "again", PADDING);
        }
        chat.add(answer.string("event_id"));
    }
}
