package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.StoaProcess;

/// Proofs of the keys that say where the server is, and who helps.
final class ServerProofs {
    private static final int MANY = 60;

    private final ProofServers servers;

    ServerProofs(ProofServers servers) {
        this.servers = servers;
    }

    /// The proofs by their keys.
    Map<String, KeyProof> proofs() {
        return Map.ofEntries(
                Map.entry("server_name", this::serverName),
                Map.entry("data_dir", this::dataFolder),
                Map.entry("public_base_url", this::publicBaseUrl),
                Map.entry("listeners", this::listeners),
                Map.entry("trusted_proxies", this::trustedProxies),
                Map.entry("connections.max", this::connections),
                Map.entry("connections.max_per_address", this::connectionsOfAnAddress),
                Map.entry("support.page", this::supportPage),
                Map.entry("support.contacts", this::supportContacts),
                Map.entry("rate_limits.enabled", this::rateLimits),
                Map.entry("metrics.enabled", this::metrics),
                Map.entry("metrics.address", this::metrics),
                Map.entry("metrics.port", this::metrics),
                Map.entry("log.level", this::logLevel),
                Map.entry("log.format", this::logFormat));
    }

    private void serverName() {
        try (ProofServers.Running running = servers.with("server_name", "a.example")) {
            assertThat(running.client().register("alice").id()).isEqualTo("@alice:a.example");
        }
    }

    private void dataFolder() {
        Path data = servers.folder().resolve("elsewhere");
        try (ProofServers.Running running = servers.with("data_dir", data.toString())) {
            running.client().get("/versions");
            assertThat(data.resolve("stoa.db")).exists();
            assertThat(data.resolve("control.sock")).exists();
        }
    }

    private void publicBaseUrl() {
        try (ProofServers.Running running = servers.with("public_base_url", "https://m.example/")) {
            assertThat(running.client().get("/.well-known/matrix/client").ok())
                    .isEqualTo(
                            JsonObject.of(
                                    "m.homeserver",
                                    JsonObject.of("base_url", "https://m.example")));
        }
    }

    private void listeners() {
        try (ProofServers.Running running = servers.with("listeners", "127.0.0.1:0,127.0.0.2:0")) {
            assertThat(running.server().urls())
                    .hasSize(2)
                    .satisfiesExactly(
                            url -> assertThat(url).startsWith("http://127.0.0.1:"),
                            url -> assertThat(url).startsWith("http://127.0.0.2:"));
        }
    }

    private void trustedProxies() throws SQLException {
        assertThat(addressSeenBehindAProxy("127.0.0.1")).isEqualTo("203.0.113.7");
        assertThat(addressSeenBehindAProxy("10.0.0.0/8")).isEqualTo("127.0.0.1");
    }

    /// Addresses are written when the server ends, at the latest.
    private String addressSeenBehindAProxy(String trusted) throws SQLException {
        Path data = servers.newFolder("proxy");
        try (ProofServers.Running running =
                servers.with("data_dir", data.toString(), "trusted_proxies", trusted)) {
            Map<String, String> headers = Map.of("X-Forwarded-For", "203.0.113.7");
            running.client()
                    .register("alice")
                    .exchange("GET", "/_matrix/client/v3/account/whoami", headers, new byte[0])
                    .ok();
        }
        return ProofServers.text(
                "jdbc:sqlite:" + data.resolve("stoa.db"), "SELECT last_seen_ip FROM device");
    }

    private void connections() throws IOException {
        try (ProofServers.Running few = servers.with("connections.max", "2")) {
            assertThat(answeredOfThree(few)).isEqualTo(2);
        }
    }

    private void connectionsOfAnAddress() throws IOException {
        String key = "connections.max_per_address";
        try (ProofServers.Running few = servers.with(key, "2", "trusted_proxies", "10.0.0.0/8");
                ProofServers.Running ofAProxy = servers.with(key, "2")) {
            assertThat(answeredOfThree(few)).isEqualTo(2);
            assertThat(answeredOfThree(ofAProxy)).isEqualTo(3);
        }
    }

    /// How many of three connections at the same time are answered.
    private static int answeredOfThree(ProofServers.Running running) throws IOException {
        URI url = URI.create(running.server().urls().getFirst());
        int answered = 0;
        try (Socket one = new Socket(url.getHost(), url.getPort());
                Socket two = new Socket(url.getHost(), url.getPort());
                Socket three = new Socket(url.getHost(), url.getPort())) {
            for (Socket socket : List.of(one, two, three)) {
                answered += isAnswered(socket) ? 1 : 0;
            }
        }
        return answered;
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            byte[] request =
                    "GET /_matrix/client/versions HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(request);
            return socket.getInputStream().read() >= 0;
        } catch (SocketException closed) {
            return false;
        }
    }

    private void supportPage() {
        try (ProofServers.Running running =
                servers.with("support.page", "https://m.example/help")) {
            assertThat(running.client().get("/.well-known/matrix/support").ok())
                    .isEqualTo(JsonObject.of("support_page", "https://m.example/help"));
        }
    }

    private void supportContacts() {
        String contacts = "[{role: m.role.admin, email_address: admin@m.example}]";
        try (ProofServers.Running running = servers.with("support.contacts", contacts)) {
            assertThat(running.client().get("/.well-known/matrix/support").ok())
                    .isEqualTo(
                            JsonObject.of(
                                    "contacts",
                                    List.of(
                                            JsonObject.of(
                                                    "email_address", "admin@m.example",
                                                    "role", "m.role.admin"))));
        }
    }

    private void rateLimits() {
        try (ProofServers.Running limited = servers.with("rate_limits.enabled", "true");
                ProofServers.Running unlimited = servers.with()) {
            assertThat(statusesOfManyLogins(limited)).contains(429);
            assertThat(statusesOfManyLogins(unlimited)).containsOnly(403);
        }
    }

    private static List<Integer> statusesOfManyLogins(ProofServers.Running running) {
        JsonObject wrong =
                JsonObject.of(
                        "type", "m.login.password",
                        "identifier", JsonObject.of("type", "m.id.user", "user", "nobody"),
                        "password", "wrong");
        // One connection for each: the server may close one whose request it refused before it had
        // read the body.
        return Stream.generate(
                        () -> ProofServers.client(running.server()).post("/login", wrong).status())
                .limit(MANY)
                .distinct()
                .toList();
    }

    private void metrics() {
        try (ProofServers.Running without = servers.with();
                ProofServers.Running running =
                        servers.with(
                                "metrics.enabled",
                                "true",
                                "metrics.address",
                                "127.0.0.3",
                                "metrics.port",
                                "0")) {
            assertThat(without.server().metricsUrl()).isEmpty();
            assertThat(running.server().metricsUrl().orElseThrow())
                    .matches("http://127\\.0\\.0\\.3:\\d+/metrics");
            assertThat(without.config().metrics().port()).isEqualTo(9008);
        }
    }

    private void logLevel() {
        Path data = servers.folder().resolve("level");
        try (StoaProcess server = StoaProcess.server(data).set("log.level", "debug").serve()) {
            assertThat(server.out()).contains(" DEBUG ");
        }
    }

    private void logFormat() {
        Path data = servers.folder().resolve("format");
        try (StoaProcess server = StoaProcess.server(data).set("log.format", "json").serve()) {
            assertThat(server.out().lines()).isNotEmpty().allMatch(line -> line.startsWith("{\""));
        }
    }
}
