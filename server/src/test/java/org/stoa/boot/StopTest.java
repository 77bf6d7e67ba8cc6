package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.Chat;
import org.stoa.testing.Scrape;
import org.stoa.testing.Sender;
import org.stoa.testing.SlowUpload;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;
import org.stoa.testing.TestClient;

/// A server that is told to end answers what is under way, and ends with 0.
final class StopTest {
    private static final int SENDERS = 4;

    /// Far longer than a server may take to end, so that one that waits for its long polls fails.
    private static final String LONG_POLL = "/sync?timeout=300000&since={}";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void server_toldToEnd_answersWhatIsUnderWay(String signal) throws Exception {
        Path data = folder.resolve("data");
        Chat chat;
        List<Sender> senders = new ArrayList<>();
        try (StoaProcess server = serve(data)) {
            chat = Chat.begin(server, "alice");
            FutureTask<Answer> poll = poll(chat.client(server));
            Scrape.of(server).await("stoa_sync_waiting", waiting -> waiting == 1);
            SlowUpload upload = upload(server, chat);
            // The long poll and the upload.
            Scrape.of(server).await("stoa_http_in_flight", inFlight -> inFlight == 2);
            List<Thread> sending = send(server, senders);

            server.signal(signal);

            poll.get().string("next_batch");
            awaitNoListener(server.url());
            assertThat(upload.finish()).startsWith("HTTP/1.1 200");
            upload.close();
            for (Thread thread : sending) {
                thread.join();
            }
            Ended ended = server.await();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).doesNotContain("\tat ", "cut off");
        }
        try (StoaProcess server = serve(data)) {
            assertThat(chat.messages(server)).hasSize(4);
            for (Sender sender : senders) {
                assertThat(sender.messages(server))
                        .as("what was sent is what was answered")
                        .isEqualTo(List.copyOf(sender.acknowledged().values()));
            }
        }
    }

    private static StoaProcess serve(Path data) {
        return StoaProcess.server(data)
                .set("metrics.enabled", "true")
                .set("metrics.port", "0")
                .serve();
    }

    private static FutureTask<Answer> poll(TestClient client) {
        String batch = client.sync().string("next_batch").orElseThrow();
        FutureTask<Answer> poll = new FutureTask<>(() -> client.get(LONG_POLL, batch));
        Thread.ofVirtual().start(poll);
        return poll;
    }

    private static SlowUpload upload(StoaProcess server, Chat chat) throws IOException {
        return SlowUpload.begin(
                server.url(),
                "/_matrix/client/v3/rooms/"
                        + URLEncoder.encode(chat.room(), StandardCharsets.UTF_8)
                        + "/send/m.room.message/slow",
                chat.client(server).token(),
                JsonObject.of("msgtype", "m.text", "body", "slow").toBytes());
    }

    private static List<Thread> send(StoaProcess server, List<Sender> senders)
            throws InterruptedException {
        CountDownLatch underWay = new CountDownLatch(10 * SENDERS);
        List<Thread> sending = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Sender sender = Sender.intoOwnRoom(server, "sender" + i);
            senders.add(sender);
            sending.add(Thread.ofVirtual().start(() -> sender.sendUntilCutOff(server, underWay)));
        }
        underWay.await();
        return sending;
    }

    private static void awaitNoListener(URI url) throws IOException {
        while (true) {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoLinger(true, 0);
            } catch (ConnectException e) {
                return;
            }
        }
    }

    @Test
    void server_toldToEndWhileIdle_removesItsSocketAndEndsWith0() {
        Path data = folder.resolve("data");
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            assertThat(data.resolve("control.sock")).exists();

            Ended ended = server.stop();

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.err()).isEmpty();
            assertThat(data.resolve("control.sock")).doesNotExist();
        }
    }
}
