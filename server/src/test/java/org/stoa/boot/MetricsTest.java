package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.testing.Chat;
import org.stoa.testing.Scrape;
import org.stoa.testing.StoaProcess;

/// The figures for Prometheus, after some traffic.
final class MetricsTest {
    private static final Pattern NAME = Pattern.compile("`(stoa_[a-z_]+)`");

    @TempDir private Path data;
    private StoaProcess server;
    private Scrape scrape;
    private Chat chat;

    @BeforeEach
    void serve() {
        server =
                StoaProcess.server(data)
                        .set("metrics.enabled", "true")
                        .set("metrics.port", "0")
                        .serve();
        scrape = Scrape.of(server);
        chat = Chat.begin(server, "alice");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void names_thatTheDocumentationGives_areThoseOfTheServer() throws IOException {
        Set<String> documented =
                NAME.matcher(Files.readString(Path.of("../docs/operations.md")))
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names()).isEqualTo(documented);
    }

    /// The names of our own series, a histogram as one.
    private Set<String> names() {
        return scrape.lines().stream()
                .filter(line -> line.startsWith("stoa_"))
                .map(line -> line.replaceFirst("[ {].*", ""))
                .map(name -> name.replaceFirst("_(count|sum|max|bucket)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void requests_afterTraffic_areCountedByRouteAndStatus() {
        server.client().get("/account/whoami");

        assertThat(
                        scrape.value(
                                "stoa_http_requests_seconds_count{method=\"PUT\",route=\"/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}\",status=\"200\"}"))
                .hasValue(3);
        assertThat(
                        scrape.value(
                                "stoa_http_requests_seconds_count{method=\"GET\",route=\"/_matrix/client/v3/account/whoami\",status=\"401\"}"))
                .hasValue(1);
    }

    @Test
    void storage_afterTraffic_hasItsCommits() {
        double commits = scrape.value("stoa_storage_commit_seconds_count").orElseThrow();
        double frontier = scrape.value("stoa_storage_frontier").orElseThrow();

        chat.say(server, "four");

        assertThat(scrape.value("stoa_storage_commit_seconds_count").orElseThrow())
                .isGreaterThan(commits);
        assertThat(scrape.value("stoa_storage_commit_writes_sum").orElseThrow())
                .isGreaterThanOrEqualTo(commits + 1);
        assertThat(scrape.value("stoa_storage_frontier").orElseThrow()).isGreaterThan(frontier);
        assertThat(scrape.value("stoa_rooms_in_memory")).hasValue(1);
        assertThat(scrape.value("stoa_storage_writes_waiting")).hasValue(0);
    }

    @Test
    void machine_isThere() {
        assertThat(scrape.lines())
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("process_uptime_seconds "))
                .anyMatch(line -> line.startsWith("jvm_threads_live_threads "));
    }

    @Test
    void listenerForClients_doesNotShowThem() throws Exception {
        assertThat(status(server.url().resolve("/metrics"))).isEqualTo(404);
        assertThat(status(scrape.url().resolve("/_matrix/client/versions"))).isEqualTo(404);
    }

    private static int status(URI url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(url).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
