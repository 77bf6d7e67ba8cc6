package org.stoa.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionTest {
    private final HttpServer server = unstarted();

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/echo",
                exchange -> {
                    String token = exchange.getRequestHeaders().getFirst("Authorization");
                    String text =
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI().getRawPath()
                                    + " "
                                    + token
                                    + " "
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8);
                    byte[] body = text.getBytes(StandardCharsets.UTF_8);
                    // Length 0 asks for chunks.
                    long length = text.contains("chunked") ? 0 : body.length;
                    if (text.contains("close")) {
                        exchange.getResponseHeaders().add("Connection", "close");
                    }
                    exchange.sendResponseHeaders(200, length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void call_withLength_carriesMethodPathTokenAndBody() throws IOException {
        try (Connection connection = new Connection(uri())) {
            String big = "é".repeat(5000);

            Answer answer = connection.call("PUT", "/echo/%21a", "secret", big);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.string()).isEqualTo("PUT /echo/%21a Bearer secret " + big);
        }
    }

    @Test
    void call_answeredInChunks_isWholeAndTheNextOneToo() throws IOException {
        try (Connection connection = new Connection(uri())) {
            String first = connection.call("POST", "/echo", "t", "chunked").string();
            String second = connection.call("GET", "/echo", "", "").string();

            assertThat(first).isEqualTo("POST /echo Bearer t chunked");
            assertThat(second).isEqualTo("GET /echo null ");
        }
    }

    @Test
    void call_afterTheServerClosed_connectsAgain() throws IOException {
        try (Connection connection = new Connection(uri())) {
            assertThat(connection.call("POST", "/echo", "t", "close").string()).endsWith("close");

            assertThat(connection.call("GET", "/echo", "", "").status()).isEqualTo(200);
        }
    }

    @Test
    void receive_whenTheServerIsGone_fails() throws IOException {
        try (Connection connection = new Connection(uri())) {
            connection.call("GET", "/echo", "", "").orThrow();
            server.stop(0);

            assertThatThrownBy(() -> connection.call("GET", "/echo", "", ""))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closeAll_endsConnectionsThatNobodyClosed() throws IOException {
        Connection left = new Connection(uri());
        left.call("GET", "/echo", "", "").orThrow();

        Connection.closeAll();

        assertThatThrownBy(() -> left.call("GET", "/echo", "", "")).isInstanceOf(IOException.class);
    }

    @Test
    void text_ofAnAnswer_isTheFirstMemberOfThatName() {
        Answer answer =
                new Answer(
                        200,
                        "{\"event_id\" : \"$a\",\"x\":{\"event_id\":\"$b\"}}"
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.text("event_id")).isEqualTo("$a");
        assertThatThrownBy(() -> answer.text("room_id")).isInstanceOf(CheckFailed.class);
    }

    @Test
    void encodedLength_ofJson_isThatOfTheTextWithoutSpaces() {
        String text = "{\"a\":[1,true,null,\"é\\\"\"],\"b\":{},\"c\":-2}";
        Json json = Json.parse(text.getBytes(StandardCharsets.UTF_8));

        assertThat(json.encodedLength(Set.of()))
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(json.encodedLength(Set.of("a", "b"))).isEqualTo("{\"c\":-2}".length());
    }
}
