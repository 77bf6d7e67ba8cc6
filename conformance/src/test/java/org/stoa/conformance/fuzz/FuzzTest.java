package org.stoa.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.client.Json;
import picocli.CommandLine;

final class FuzzTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// What the bystander sent last to the homeserver that is none.
    private static volatile String said = "";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json | {}                            | 10   | fine",
                "200 | application/json | {                             | 10   | answers 200 without JSON",
                "200 | text/html        | hello                         | 10   | fine",
                "400 | application/json | {\"errcode\":\"M_BAD_JSON\"}  | 10   | fine",
                "400 | application/json | {\"error\":\"bad\"}           | 10   | answers 400 without an errcode",
                "404 | text/html        | not found                     | 10   | answers 404 without JSON",
                "401 | application/json | {\"flows\":[]}                | 10   | fine",
                "400 | application/json | {\"flows\":[]}                | 10   | answers 400 without an errcode",
                "500 | application/json | {\"errcode\":\"M_UNKNOWN\"}   | 10   | answers 500",
                "502 | application/json | {\"errcode\":\"M_UNKNOWN\"}   | 10   | fine",
                "502 | text/html        | proxy                         | 10   | answers 502 without JSON",
                "200 | application/json | {}                            | 1500 | takes longer than 1 s"
            })
    void verdict_ofAnAnswer_isAsTheSpecificationWants(
            int status, String type, String body, long millis, String expected) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        String verdict =
                Verdict.of(status, type, bytes, Duration.ofMillis(millis), SECOND).orElse("fine");

        assertThat(verdict).isEqualTo(expected);
    }

    @Test
    void values_withoutWrongOnes_haveTheirShape() {
        Values values = new Values(Map.of(), new Pool(), new Random(1), 0);
        Json shape = Json.parse("{'limit':'integer','dir?':'=b|f','senders':['string ^@']}");

        for (int i = 0; i < 100; i++) {
            Json made = Json.parse(values.json("", shape).getBytes(StandardCharsets.UTF_8));

            assertThat(made.get("limit").isInteger()).isTrue();
            assertThat(made.find("dir").map(Json::string).orElse("b")).isIn("b", "f");
            assertThat(made.list("senders")).allMatch(Json::isString);
        }
    }

    @Test
    void values_withWrongOnes_differFromTheirShape() {
        Values values = new Values(Map.of(), new Pool(), new Random(1), 300);
        Json shape = Json.parse("{'limit':'integer','senders':['string']}");
        Set<String> made = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            made.add(values.json("", shape));
        }

        assertThat(made).hasSizeGreaterThan(150);
        assertThat(made).anyMatch(text -> !text.contains("limit"));
    }

    @Test
    void run_againstAServerThatFailsOnOneOperation_namesIt() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", FuzzTest::answer);
        server.start();
        StringWriter out = new StringWriter();
        try {
            int exitCode =
                    new CommandLine(new FuzzCommand())
                            .setOut(new PrintWriter(out))
                            .execute(
                                    "--target",
                                    "http://127.0.0.1:" + server.getAddress().getPort(),
                                    "--minutes",
                                    "0.05",
                                    "--seed",
                                    "3",
                                    "--only",
                                    "/typing/");

            assertThat(exitCode).isEqualTo(1);
            assertThat(out.toString())
                    .contains("PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}: answers 500")
                    .endsWith("1 passed, 1 failed, 0 skipped\n");
        } finally {
            server.stop(0);
        }
    }

    /// A homeserver that knows enough for the fuzzer's own accounts, and cannot do typing.
    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        if (path.contains("/send/")) {
            said = path.substring(path.lastIndexOf('/') + 1);
        }
        int status = path.contains("/typing/") ? 500 : 200;
        String body =
                path.contains("/event/")
                        ? "{\"content\":{\"body\":\"line " + said + "\"}}"
                        : "{\"user_id\":\"@a:b\",\"access_token\":\"t\",\"device_id\":\"D\",\"room_id\":\"!r:b\","
                                + "\"event_id\":\"$e\",\"filter_id\":\"1\",\"next_batch\":\"s\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
