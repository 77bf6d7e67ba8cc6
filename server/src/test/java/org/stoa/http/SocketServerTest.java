package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.platform.Waiter;

/// What only a real connection can show.
@Timeout(60)
final class SocketServerTest {
    private static final HttpLimits QUICK =
            new HttpLimits(
                    1 << 20,
                    8 << 10,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    1_000,
                    1_000,
                    1_000);

    private final Platform platform = Platform.system();
    private final Changes changes = new Changes(platform.time(), platform.shutdown());
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final HttpEdge edge =
            new TestEdge(platform)
                    .config(config -> config.withLimits(QUICK))
                    .config(config -> config.withMetrics(ListenerConfig.http("127.0.0.1", 0)))
                    .with(
                            Route.post("/echo").access(Access.PUBLIC),
                            request -> Response.ok(request.body()))
                    .with(
                            Route.get("/path/{a}/{b}").also("/path/{a}/").access(Access.PUBLIC),
                            request ->
                                    Response.text(200, request.path("a") + "|" + request.path("b")))
                    .with(Route.get("/wait").access(Access.PUBLIC), this::await)
                    .with(
                            Route.get("/large").access(Access.PUBLIC),
                            request -> Response.text(200, "x".repeat(5 << 20)))
                    .with(
                            Route.get("/stream").access(Access.PUBLIC),
                            request ->
                                    Response.stream(
                                            200,
                                            "application/json",
                                            out -> {
                                                out.write("[1,".getBytes(StandardCharsets.UTF_8));
                                                out.flush();
                                                out.write("2]".getBytes(StandardCharsets.UTF_8));
                                            }))
                    .with(
                            Route.get("/broken").access(Access.PUBLIC),
                            request ->
                                    Response.stream(
                                            200,
                                            "application/json",
                                            out -> {
                                                out.write("[1,".getBytes(StandardCharsets.UTF_8));
                                                out.flush();
                                                throw new IOException("expected by the test");
                                            }))
                    .build();

    @BeforeEach
    void start() {
        edge.start();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%00"})
    void path_thatIsNone_isRefusedWithNoticeThatTheConnectionEnds(String segment)
            throws IOException {
        try (RawClient client = new RawClient(edge.addresses().getFirst())) {
            client.send("GET /path/" + segment + "/b HTTP/1.1\r\nHost: x\r\n\r\n");

            Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Connection")).contains("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void requests_thatComeAtOnce_areAnsweredInOrder() throws IOException {
        try (RawClient client = new RawClient(edge.addresses().getFirst())) {
            StringBuilder all = new StringBuilder();
            for (int number = 0; number < 200; number++) {
                all.append("GET /path/").append(number).append("/b HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            client.send(all.toString());

            for (int number = 0; number < 200; number++) {
                assertThat(client.read().text()).isEqualTo(number + "|b");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"300000, keep-alive", "3000000, close"})
    void body_notReadByTheEndpoint_isReadOnOrEndsTheConnectionWithNotice(
            int size, String connection) throws IOException {
        try (RawClient client = new RawClient(edge.addresses().getFirst())) {
            client.send(
                    "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
            boolean keepsAlive = connection.equals("keep-alive");
            if (keepsAlive) {
                client.send("z".repeat(size));
            }

            Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Connection").orElse("keep-alive")).isEqualTo(connection);
            if (keepsAlive) {
                client.send("GET /path/a/b HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.read().text()).isEqualTo("a|b");
            } else {
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    @Test
    void connection_isKeptForFurtherRequests() throws IOException {
        try (RawClient client = client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(
                                client.send("GET /path/a/" + i + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                        .read()
                                        .text())
                        .isEqualTo("a|" + i);
            }
        }
    }

    @Test
    void connection_thatTheClientWantsClosed_isClosed() throws IOException {
        try (RawClient client = client()) {
            Answer answer =
                    client.send("GET /path/a/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .read();

            assertThat(answer.text()).isEqualTo("a|b");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void oldProtocol_isAnswered_andClosed() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send("GET /path/a/b HTTP/1.0\r\n\r\n").read().text())
                    .isEqualTo("a|b");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/path/%23a:b/x%2Fy #a:b|x/y",
                "/path/!r:x/$e %21r:x|$e",
                "/path/a%5Cb/a%255 a\\b|a%5",
                "/path/a;b/c;d=e a;b|c;d=e",
                "/path/./.. .|..",
                "/path/%2e/%2E%2E .|..",
                "/path/a/ a|",
                "/path/é/%C3%A9 é|é"
            })
    void path_comesAsItWasSent(String path, String expected) throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
                    .isEqualTo(expected.replace("%21", "!"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/path/%zz/b", "/path/%/b", "/path/a/%C3", "/path/a/%u0041"})
    void path_thatIsNotDecodable_isRefusedAsTheApiDoes(String path) throws IOException {
        try (RawClient client = client()) {
            Answer answer = client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().string("errcode").orElseThrow())
                    .isIn("M_INVALID_PARAM", "M_UNRECOGNIZED");
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        }
    }

    @Test
    void path_withEmptySegment_isUnknown() throws IOException {
        try (RawClient client = client()) {
            assertThat(
                            client.send("GET /path//b HTTP/1.1\r\nHost: x\r\n\r\n")
                                    .read()
                                    .json()
                                    .string("errcode"))
                    .contains("M_UNRECOGNIZED");
        }
    }

    @Test
    void chunkedBody_withoutContentType_isRead() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");

            assertThat(client.send("4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n").read().text())
                    .isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void body_thatIsAbsent_isEmpty() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send("POST /echo HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
                    .isEqualTo("{}");
        }
    }

    @Test
    void client_thatAsksFirst_isToldToGoOn() throws IOException {
        try (RawClient client = client()) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(100);
            assertThat(client.send("{\"a\":1}").read().text()).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void body_announcedAsTooLarge_isRefusedBeforeItComes() throws IOException {
        try (RawClient client = client()) {
            Answer answer =
                    client.send(
                                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
                            .read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().string("errcode")).contains("M_TOO_LARGE");
        }
    }

    @Test
    void chunkedBody_thatTurnsOutTooLarge_isRefused() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
            for (int i = 0; i < 33; i++) {
                client.send(chunk);
            }

            assertThat(client.read().json().string("errcode")).contains("M_TOO_LARGE");
        }
    }

    @Test
    void body_thatStops_isGivenUp() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"a\":");

            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void body_thatTrickles_isGivenUp() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");

            assertThat(trickleUntilClosed(client, " ")).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void head_thatTrickles_isGivenUp() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /path/a/b HTTP/1.1\r\nX: ");

            assertThat(trickleUntilClosed(client, "x")).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void secondHead_thatTrickles_isGivenUp() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /path/a/b HTTP/1.1\r\nHost: x\r\n\r\n").read();
            client.send("GET /path/a/b HTTP/1.1\r\nX: ");

            assertThat(trickleUntilClosed(client, "x")).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void reader_thatStopsReading_isGivenUp() throws IOException, InterruptedException {
        try (RawClient client = client()) {
            client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            TimeUnit.SECONDS.sleep(5);

            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endpoint_thatWaitsLongerThanTheIdleTime_isAnswered() throws IOException {
        try (RawClient client = client()) {
            Answer answer =
                    client.send("GET /wait?timeout=3500 HTTP/1.1\r\nHost: x\r\n\r\n").read();

            assertThat(answer.text()).isEqualTo("TIMED_OUT");
            assertThat(client.send("GET /path/a/b HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
                    .isEqualTo("a|b");
        }
    }

    @Test
    void stop_whileARequestWaits_answersItAndIsQuick() throws Exception {
        try (RawClient client = client();
                RawClient idle = client()) {
            idle.send("GET /path/a/b HTTP/1.1\r\nHost: x\r\n\r\n").read();
            client.send("GET /wait?timeout=30000 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

            long start = System.nanoTime();
            edge.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            Answer answer = client.read();
            assertThat(answer.text()).isEqualTo("SHUTDOWN");
            assertThat(answer.header("Connection")).contains("close");
            assertThat(idle.isClosed()).isTrue();
        }
    }

    @Test
    void headOfNonsense_isRefusedAsTheApiDoes() throws IOException {
        try (RawClient client = client()) {
            Answer answer = client.send("NONSENSE\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().string("errcode")).contains("M_UNRECOGNIZED");
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        }
    }

    @Test
    void headThatIsTooLarge_isRefusedAsTheApiDoes() throws IOException {
        try (RawClient client = client()) {
            Answer answer =
                    client.send(
                                    "GET /path/a/b HTTP/1.1\r\nHost: x\r\nX: "
                                            + "x".repeat(9000)
                                            + "\r\n\r\n")
                            .read();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.json().string("errcode")).contains("M_TOO_LARGE");
        }
    }

    @Test
    void streamedAnswer_comesWhole() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
                    .isEqualTo("[1,2]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept-Encoding: gzip\r\n"})
    void streamedAnswer_thatFails_isNotTakenForWhole(String header) throws IOException {
        try (RawClient client = client()) {
            client.send("GET /broken HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");

            assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/stream"})
    void answer_forAClientThatKnowsGzip_isCompressed(String path) throws IOException {
        try (RawClient client = client()) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\n";
            Answer plain = client.send(head + "Accept-Encoding: gzip;q=0\r\n\r\n").read();
            Answer packed = client.send(head + "Accept-Encoding: br, gzip\r\n\r\n").read();

            assertThat(packed.header("Content-Encoding")).contains("gzip");
            assertThat(plain.header("Content-Encoding")).isEmpty();
            assertThat(plain.header("Vary")).contains("Accept-Encoding");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                    .isEqualTo(plain.body());
        }
    }

    @Test
    void metrics_areOnTheirOwnAddress() throws IOException {
        try (RawClient client = new RawClient(edge.metricsAddress().orElseThrow())) {
            assertThat(client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
                    .contains("stoa_http_in_flight");
        }
        try (RawClient client = client()) {
            assertThat(client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").read().status())
                    .isEqualTo(404);
        }
    }

    @Test
    void port_thatIsTaken_isSaidInOneLine() {
        int port = edge.addresses().getFirst().getPort();
        try (HttpEdge second =
                new TestEdge(Platform.system())
                        .config(
                                config ->
                                        config.withListeners(
                                                List.of(
                                                        ListenerConfig.http("127.0.0.1", 0),
                                                        ListenerConfig.http("127.0.0.1", port)
                                                                .ifAvailable())))
                        .build()) {

            assertThatThrownBy(second::start)
                    .isInstanceOf(ListenException.class)
                    .hasMessage(
                            "Another program already listens on port "
                                    + port
                                    + " of 127.0.0.1: stop it, or choose another port");
            assertThat(second.addresses()).isEmpty();
        }
    }

    @Test
    void address_thatTheMachineLacks_isLeftOutWhenOptional() {
        ListenerConfig missing = ListenerConfig.http("192.0.2.1", 0);
        try (HttpEdge second =
                new TestEdge(Platform.system())
                        .config(
                                config ->
                                        config.withListeners(
                                                List.of(
                                                        ListenerConfig.http("127.0.0.1", 0),
                                                        missing.ifAvailable())))
                        .build()) {
            second.start();

            assertThat(second.addresses()).hasSize(1);
        }
        try (HttpEdge third =
                new TestEdge(Platform.system())
                        .config(config -> config.withListeners(List.of(missing)))
                        .build()) {
            assertThatThrownBy(third::start)
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith("Cannot listen on port 0 of 192.0.2.1: ");
        }
    }

    private Response await(Request request) {
        Duration timeout = Duration.ofMillis(request.queryInteger("timeout").orElseThrow());
        try (Waiter waiter = changes.register(1)) {
            waiting.countDown();
            return Response.text(200, waiter.await(timeout).name());
        }
    }

    private RawClient client() {
        try {
            return new RawClient(edge.addresses().getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends one byte after the other until the server has had enough; returns how long that took.
    private static Duration trickleUntilClosed(RawClient client, String piece) {
        long start = System.nanoTime();
        try {
            while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
                client.send(piece);
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (IOException e) {
            // Writing to a connection that the server has closed fails: what this waits for.
            return Duration.ofNanos(System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("still open after 20 s");
    }
}
