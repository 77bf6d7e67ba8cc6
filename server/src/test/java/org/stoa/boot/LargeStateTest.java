package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.TestClient;

/// A room whose state would not fit into the memory of the server: any user can make one, in time, and nobody else must notice.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeStateTest {
    private static final int EVENTS = 700;
    private static final int EVENT_BYTES = 60_000;
    private static final long STATE_BYTES = (long) EVENTS * EVENT_BYTES;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private StoaProcess server;
    private TestClient alice;
    private String room;

    @BeforeAll
    void makeTheRoom(@TempDir Path data) throws Exception {
        server = StoaProcess.server(data).heap("128m").serve();
        alice = server.client().register("alice");
        room = alice.createRoom(TestClient.json("{'preset':'public_chat'}"));
        JsonObject content = JsonObject.of("text", "x".repeat(EVENT_BYTES));
        inParallel(
                4,
                part -> {
                    for (int i = part; i < EVENTS; i += 4) {
                        alice.setState(room, "org.example.large", "key" + i, content);
                    }
                    return 0L;
                });
    }

    @AfterAll
    void end() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v3/sync?full_state=true",
                "v3/rooms/{room}/state",
                "v3/rooms/{room}/initialSync",
                "v3/rooms/{room}/context/{event}",
            })
    void state_asManyAskForAtOnce_isToldToAllOfThem(String path) throws Exception {
        String event = alice.say(room, "hello");

        List<Long> lengths =
                inParallel(
                        3,
                        part ->
                                length(
                                        alice,
                                        path.replace("{room}", encoded(room))
                                                .replace("{event}", encoded(event))));

        assertThat(lengths).hasSize(3).allMatch(length -> length > STATE_BYTES);
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void page_ofLargeEvents_endsEarly() throws Exception {
        long length = length(alice, "v3/rooms/" + encoded(room) + "/messages?dir=b&limit=1000");

        assertThat(length).isBetween(1L << 20, 3L << 20);
    }

    @Test
    void readers_thatDoNotRead_takeNothingFromOthers() throws Exception {
        TestClient bob = server.client().register("bob");
        bob.join(room);
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                idle.add(idleReader());
            }

            assertThat(length(bob, "v3/rooms/" + encoded(room) + "/state"))
                    .isGreaterThan(STATE_BYTES);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        assertThat(server.isAlive()).isTrue();
    }

    private Socket idleReader() throws IOException {
        URI url = server.url();
        Socket socket = new Socket(url.getHost(), url.getPort());
        String request =
                "GET /_matrix/client/v3/rooms/"
                        + encoded(room)
                        + "/state HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + alice.token()
                        + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        // The answer has begun.
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    /// The length of an answer that is whole.
    private long length(TestClient client, String path) {
        HttpRequest request =
                HttpRequest.newBuilder(server.url().resolve("/_matrix/client/" + path))
                        .header("Authorization", "Bearer " + client.token())
                        .build();
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (InputStream body = response.body()) {
                return counted(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long counted(InputStream body) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long length = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            length += read;
        }
        return length;
    }

    private interface Work {
        long run(int part) throws Exception;
    }

    private static List<Long> inParallel(int count, Work work) throws Exception {
        List<Long> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int part = i;
                running.add(threads.submit(() -> work.run(part)));
            }
            for (Future<Long> each : running) {
                results.add(each.get());
            }
        }
        return results;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
