package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.accounts.PolicyDocument;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.RunningServer;
import org.stoa.http.Cidr;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.Peers;
import org.stoa.remote.RemoteConfig;
import org.stoa.storage.DatabaseConfig;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.Answer;
import org.stoa.testing.SocketTransport;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;

/// Each key changes what a server with it does. A key without a proof here fails.
final class EveryKeyTest {
    private static final int MANY = 60;

    @TempDir private Path folder;
    private final AtomicInteger count = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> key_thatIsSet_changesTheServer() {
        return ConfigKeys.ALL.stream()
                .map(key -> DynamicTest.dynamicTest(key.path(), () -> prove(key.path())));
    }

    private void prove(String path) throws Exception {
        switch (path) {
            case "server_name" -> serverName();
            case "data_dir" -> dataFolder();
            case "public_base_url" -> publicBaseUrl();
            case "listeners" -> listeners();
            case "trusted_proxies" -> trustedProxies();
            case "federation.address" -> federationAddress();
            case "federation.ca_files" -> authorities();
            case "federation.allowed_networks" -> allowedNetworks();
            case "federation.allow", "federation.deny" -> peers();
            case "federation.notaries", "federation.longest_retry" -> otherServers();
            case "support.page" -> supportPage();
            case "support.contacts" -> supportContacts();
            case "registration.mode" -> registrationMode();
            case "registration.tokens" -> registrationTokens();
            case "registration.shared_secret" -> sharedSecret();
            case "registration.terms" -> terms();
            case "registration.guests" -> guests();
            case "passwords.memory_kib", "passwords.iterations" -> passwordCost();
            case "rooms.default_version" -> defaultRoomVersion();
            case "redactions.keep" -> redactionsKept();
            case "user_directory.search_all_users" -> searchAllUsers();
            case "notices.user" -> notices();
            case "search.enabled" -> search();
            case "presence.enabled" -> presence();
            case "presence.idle_after" -> presenceIdleAfter();
            case "presence.offline_after" -> presenceOfflineAfter();
            case "presence.max_room_members" -> presenceMaxRoomMembers();
            case "turn.uris", "turn.shared_secret", "turn.lifetime" -> turn();
            case "captcha.service" -> captchaService();
            case "captcha.site_key", "captcha.secret_key", "captcha.verify_url" -> captcha();
            case "account_data.max_size" -> accountDataSize();
            case "account_data.max_total" -> accountDataTotal();
            case "account_data.max_entries" -> accountDataEntries();
            case "app_service_config_files" -> appServiceFiles();
            case "database.url" -> databaseUrl();
            case "database.cache_size" -> cacheSize();
            case "database.connections" -> connections();
            case "rate_limits.enabled" -> rateLimits();
            case "metrics.enabled", "metrics.address", "metrics.port" -> metrics();
            case "log.level" -> logLevel();
            case "log.format" -> logFormat();
            default -> throw new AssertionError("nothing shows that " + path + " does anything");
        }
    }

    /// A server with these settings, open and on a port of its own unless they say something else.
    private Running with(String... settings) {
        StoaConfig config = config(settings);
        RunningServer server = RunningServer.start(config, Platform.system());
        return new Running(server, config, client(server));
    }

    private static TestClient client(RunningServer server) {
        return TestClient.anonymous(new SocketTransport(URI.create(server.urls().getFirst())));
    }

    private StoaConfig config(String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("data_dir", folder.resolve("data" + count.incrementAndGet()).toString());
        all.put("listeners", "127.0.0.1:0");
        all.put("registration.mode", "open");
        all.put("passwords.memory_kib", "64");
        all.put("rate_limits.enabled", "false");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return StoaConfig.of(Settings.of(null, Map.of(), all), folder);
    }

    private record Running(RunningServer server, StoaConfig config, TestClient client)
            implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    private void serverName() {
        try (Running running = with("server_name", "a.example")) {
            assertThat(running.client.register("alice").id()).isEqualTo("@alice:a.example");
        }
    }

    private void dataFolder() {
        Path data = folder.resolve("elsewhere");
        try (Running running = with("data_dir", data.toString())) {
            running.client.get("/versions");
            assertThat(data.resolve("stoa.db")).exists();
            assertThat(data.resolve("control.sock")).exists();
        }
    }

    private void publicBaseUrl() {
        try (Running running = with("public_base_url", "https://m.example/")) {
            assertThat(running.client.get("/.well-known/matrix/client").ok())
                    .isEqualTo(
                            JsonObject.of(
                                    "m.homeserver",
                                    JsonObject.of("base_url", "https://m.example")));
        }
    }

    private void listeners() {
        try (Running running = with("listeners", "127.0.0.1:0,127.0.0.2:0")) {
            assertThat(running.server.urls())
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
        Path data = folder.resolve("proxy" + count.incrementAndGet());
        try (Running running = with("data_dir", data.toString(), "trusted_proxies", trusted)) {
            Map<String, String> headers = Map.of("X-Forwarded-For", "203.0.113.7");
            running.client
                    .register("alice")
                    .exchange("GET", "/_matrix/client/v3/account/whoami", headers, new byte[0])
                    .ok();
        }
        return text("jdbc:sqlite:" + data.resolve("stoa.db"), "SELECT last_seen_ip FROM device");
    }

    private void federationAddress() {
        try (Running running = with("federation.address", "m.example:443")) {
            assertThat(running.client.get("/.well-known/matrix/server").ok())
                    .isEqualTo(JsonObject.of("m.server", "m.example:443"));
        }
    }

    private void authorities() {
        TestAuthority authority = new TestAuthority();
        String file = authority.file(folder.resolve("authority.pem")).toString();

        assertThat(features("federation.ca_files", file).remote().authorities())
                .containsExactly(authority.certificate());
        assertThatThrownBy(() -> features("federation.ca_files", "nowhere.pem"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.pem");
    }

    private void allowedNetworks() {
        List<Cidr> allowed =
                features("federation.allowed_networks", "10.0.0.0/8").remote().allowedNetworks();

        assertThat(allowed)
                .singleElement()
                .matches(network -> network.contains(InetAddress.ofLiteral("10.1.2.3")));
    }

    private void peers() {
        Peers peers =
                features("federation.allow", "*.a.org", "federation.deny", "bad.a.org")
                        .remote()
                        .peers();

        assertThat(peers.allows(ServerName.parse("good.a.org"))).isTrue();
        assertThat(peers.allows(ServerName.parse("bad.a.org"))).isFalse();
        assertThat(peers.allows(ServerName.parse("b.org"))).isFalse();
    }

    private void otherServers() {
        RemoteConfig remote =
                features("federation.notaries", "a.org", "federation.longest_retry", "3 seconds")
                        .remote();

        assertThat(remote.notaries()).containsExactly(ServerName.parse("a.org"));
        assertThat(remote.longestRetry()).isEqualTo(Duration.ofSeconds(3));
    }

    private void appServiceFiles() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("irc.yaml"), TestRegistrations.irc("http://localhost:9999"));

        assertThat(features("app_service_config_files", file.toString()).appServices())
                .singleElement()
                .matches(service -> service.id().equals("irc"));
    }

    private void supportPage() {
        try (Running running = with("support.page", "https://m.example/help")) {
            assertThat(running.client.get("/.well-known/matrix/support").ok())
                    .isEqualTo(JsonObject.of("support_page", "https://m.example/help"));
        }
    }

    private void supportContacts() {
        String contacts = "[{role: m.role.admin, email_address: admin@m.example}]";
        try (Running running = with("support.contacts", contacts)) {
            assertThat(running.client.get("/.well-known/matrix/support").ok())
                    .isEqualTo(
                            JsonObject.of(
                                    "contacts",
                                    List.of(
                                            JsonObject.of(
                                                    "email_address", "admin@m.example",
                                                    "role", "m.role.admin"))));
        }
    }

    private void registrationMode() {
        try (Running running = with("registration.mode", "off")) {
            assertThat(register(running, "m.login.dummy", "").error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    private void registrationTokens() {
        try (Running running =
                with("registration.mode", "token", "registration.tokens", "sesame")) {
            assertThat(register(running, "m.login.registration_token", "other").status())
                    .isEqualTo(401);
            register(running, "m.login.registration_token", "sesame").ok();
        }
    }

    private static Answer register(Running running, String stage, String token) {
        JsonObject start = JsonObject.of("username", "alice", "password", "secret");
        String session =
                stage.equals("m.login.dummy")
                        ? ""
                        : running.client
                                .post("/register", start)
                                .with(401)
                                .string("session")
                                .orElseThrow();
        return running.client.post(
                "/register",
                JsonObject.of(
                        "username", "alice",
                        "password", "secret",
                        "auth", JsonObject.of("type", stage, "token", token, "session", session)));
    }

    private void sharedSecret() {
        String path = "/_synapse/admin/v1/register";
        try (Running without = with();
                Running running = with("registration.shared_secret", "secret")) {
            assertThat(without.client.get(path).status()).isEqualTo(404);
            running.client.get(path).string("nonce");
        }
    }

    private void terms() {
        StoaConfig config =
                StoaConfig.of(
                        ConfigFiles.settings(
                                folder,
                                """
                                registration:
                                  terms:
                                    - {id: privacy, version: "1", language: en, name: Privacy, url: "https://a.example/p"}
                                """),
                        folder);

        assertThat(
                        FeatureConfigs.homeserver(config, InstantSource.system())
                                .accounts()
                                .registration()
                                .terms())
                .containsExactly(
                        new PolicyDocument(
                                "privacy",
                                "1",
                                "en",
                                "Privacy",
                                URI.create("https://a.example/p")));
    }

    private void guests() {
        try (Running without = with();
                Running running = with("registration.guests", "true")) {
            assertThat(without.client.post("/register?kind=guest", JsonObject.EMPTY).status())
                    .isEqualTo(403);
            running.client.post("/register?kind=guest", JsonObject.EMPTY).ok();
        }
    }

    private void passwordCost() throws SQLException {
        Path data = folder.resolve("cost" + count.incrementAndGet());
        try (Running running =
                with(
                        "data_dir",
                        data.toString(),
                        "passwords.memory_kib",
                        "128",
                        "passwords.iterations",
                        "3")) {
            running.client.register("alice");
        }
        assertThat(
                        text(
                                "jdbc:sqlite:" + data.resolve("stoa.db"),
                                "SELECT password_hash FROM account"))
                .startsWith("$argon2id$v=19$m=128,t=3,p=1$");
    }

    private static String text(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private void defaultRoomVersion() {
        try (Running running = with("rooms.default_version", "10")) {
            TestClient alice = running.client.register("alice");

            assertThat(alice.state(alice.createRoom(), "m.room.create", "").string("room_version"))
                    .hasValue("10");
            assertThat(alice.get("/capabilities").ok().toString()).contains("\"default\":\"10\"");
        }
    }

    private void redactionsKept() {
        assertThat(features("redactions.keep", "7 days").rooms().redactionsKept())
                .isEqualTo(Duration.ofDays(7));
    }

    private void searchAllUsers() {
        try (Running without = with();
                Running running = with("user_directory.search_all_users", "true")) {
            assertThat(foundStrangers(without)).isEmpty();
            assertThat(foundStrangers(running)).hasSize(1);
        }
    }

    private static List<JsonObject> foundStrangers(Running running) {
        running.client.register("stranger");
        return running.client
                .register("alice")
                .post("/user_directory/search", JsonObject.of("search_term", "stranger"))
                .objects("results");
    }

    private void presence() {
        try (Running with = with();
                Running without = with("presence.enabled", "false")) {
            assertThat(presenceOfWhoIsThere(with)).isEqualTo("online");
            assertThat(presenceOfWhoIsThere(without)).isEqualTo("offline");
        }
    }

    private void presenceIdleAfter() {
        try (Running atOnce = with("presence.idle_after", "0")) {
            assertThat(presenceOfWhoIsThere(atOnce)).isEqualTo("unavailable");
        }
    }

    private void presenceOfflineAfter() {
        try (Running atOnce = with("presence.offline_after", "0")) {
            assertThat(presenceOfWhoIsThere(atOnce)).isEqualTo("offline");
        }
    }

    private void presenceMaxRoomMembers() {
        try (Running with = with();
                Running without = with("presence.max_room_members", "1")) {
            assertThat(isTold(with)).isTrue();
            assertThat(isTold(without)).isFalse();
        }
    }

    private static boolean isTold(Running running) {
        TestClient alice = running.client.register("alice");
        TestClient bob = running.client.register("bob");
        alice.createRoomWith(bob);
        alice.put("/presence/{}/status", JsonObject.of("presence", "online"), alice.id()).ok();
        return bob.get("/sync").ok().has("presence");
    }

    private static String presenceOfWhoIsThere(Running running) {
        TestClient alice = running.client.register("alice");
        alice.put("/presence/{}/status", JsonObject.of("presence", "online"), alice.id()).ok();
        return alice.get("/presence/{}/status", alice.id()).string("presence");
    }

    private void notices() {
        try (Running running = with("notices.user", "notices")) {
            assertThat(running.client.get("/register/available?username=notices").error())
                    .isEqualTo("400 M_USER_IN_USE");
        }
    }

    private void search() {
        JsonObject request =
                TestClient.json("{'search_categories': {'room_events': {'search_term': 'a'}}}");
        try (Running on = with();
                Running off = with("search.enabled", "false")) {
            on.client.register("alice").post("/search", request).ok();
            assertThat(on.config.dataDirectory().resolve("search")).exists();
            assertThat(off.client.register("alice").post("/search", request).error())
                    .isEqualTo("404 M_UNRECOGNIZED");
        }
    }

    private void turn() {
        try (Running without = with();
                Running running =
                        with(
                                "turn.uris", "turn:turn.example.org?transport=udp",
                                "turn.shared_secret", "north",
                                "turn.lifetime", "90 seconds")) {
            assertThat(without.client.register("alice").get("/voip/turnServer").error())
                    .isEqualTo("404 M_NOT_FOUND");
            JsonObject turn = running.client.register("alice").get("/voip/turnServer").ok();
            assertThat(turn.integer("ttl")).hasValue(90);
            assertThat(turn.array("uris").orElseThrow().strings())
                    .containsExactly("turn:turn.example.org?transport=udp");
            assertThat(turn.string("password")).isPresent();
        }
    }

    private void captchaService() {
        try (Running turnstile = with(captchaOf("turnstile"))) {
            String page =
                    turnstile.client.get("/auth/m.login.recaptcha/fallback/web?session=x").text();
            assertThat(page).contains("challenges.cloudflare.com");
        }
    }

    /// Nobody listens where it is to be checked, which only shows when both keys and the address are used.
    private void captcha() {
        try (Running with = with(captchaOf("recaptcha"))) {
            JsonObject challenge =
                    with.client
                            .post(
                                    "/register",
                                    JsonObject.of(
                                            "auth",
                                            JsonObject.of(
                                                    "type",
                                                    "m.login.recaptcha",
                                                    "response",
                                                    "solved")))
                            .with(401);
            assertThat(challenge.object("params"))
                    .contains(
                            JsonObject.of(
                                    "m.login.recaptcha", JsonObject.of("public_key", "public")));
            assertThat(challenge.string("errcode")).contains("M_UNKNOWN");
        }
    }

    private static String[] captchaOf(String service) {
        return new String[] {
            "registration.mode", "open",
            "captcha.service", service,
            "captcha.site_key", "public",
            "captcha.secret_key", "private",
            "captcha.verify_url", "http://127.0.0.1:1/verify"
        };
    }

    private void accountDataSize() {
        try (Running with = with();
                Running small = with("account_data.max_size", "4 B")) {
            assertThat(setData(with)).isEqualTo("200");
            assertThat(setData(small)).isEqualTo("413 M_TOO_LARGE");
        }
    }

    private void accountDataTotal() {
        try (Running small = with("account_data.max_total", "4 B")) {
            assertThat(setData(small)).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
        }
    }

    private void accountDataEntries() {
        try (Running none = with("account_data.max_entries", "0")) {
            assertThat(setData(none)).isEqualTo("403 M_RESOURCE_LIMIT_EXCEEDED");
        }
    }

    private static String setData(Running running) {
        TestClient alice = running.client.register("alice");
        Answer answer =
                alice.put(
                        "/user/{}/account_data/org.example.colour",
                        JsonObject.of("colour", "red"),
                        alice.id());
        return answer.status() == 200 ? "200" : answer.error();
    }

    private void databaseUrl() throws SQLException {
        if (!TestEngine.all().contains(TestEngine.POSTGRES)) {
            return;
        }
        try (TestDatabase database = TestDatabase.create(TestEngine.POSTGRES)) {
            try (Running running =
                    with("database.url", StoaProcess.databaseUrl(database.config()))) {
                running.client.register("alice");
                assertThat(running.config.dataDirectory().resolve("stoa.db")).doesNotExist();
            }
            assertThat(text(database.jdbcUrl(), "SELECT localpart FROM account"))
                    .isEqualTo("alice");
        }
    }

    private void cacheSize() {
        assertThat(features("database.cache_size", "128 MiB").database().cacheBytes())
                .isEqualTo(128L << 20);
    }

    private void connections() {
        HomeserverConfig features =
                features("database.url", "postgresql://a:b@c/d", "database.connections", "3");

        assertThat(features.database().readers()).isEqualTo(3);
        assertThat(features.database().location())
                .isEqualTo(new DatabaseConfig.Postgres("jdbc:postgresql://c/d", "a", "b"));
    }

    private HomeserverConfig features(String... settings) {
        return FeatureConfigs.homeserver(config(settings), InstantSource.system());
    }

    private void rateLimits() {
        try (Running limited = with("rate_limits.enabled", "true");
                Running unlimited = with()) {
            assertThat(statusesOfManyLogins(limited)).contains(429);
            assertThat(statusesOfManyLogins(unlimited)).containsOnly(403);
        }
    }

    private static List<Integer> statusesOfManyLogins(Running running) {
        JsonObject wrong =
                JsonObject.of(
                        "type", "m.login.password",
                        "identifier", JsonObject.of("type", "m.id.user", "user", "nobody"),
                        "password", "wrong");
        // One connection for each: the server may close one whose request it refused before it had
        // read the body.
        return Stream.generate(() -> client(running.server).post("/login", wrong).status())
                .limit(MANY)
                .distinct()
                .toList();
    }

    private void metrics() {
        try (Running without = with();
                Running running =
                        with(
                                "metrics.enabled",
                                "true",
                                "metrics.address",
                                "127.0.0.3",
                                "metrics.port",
                                "0")) {
            assertThat(without.server.metricsUrl()).isEmpty();
            assertThat(running.server.metricsUrl().orElseThrow())
                    .matches("http://127\\.0\\.0\\.3:\\d+/metrics");
            assertThat(without.config.metrics().port()).isEqualTo(9008);
        }
    }

    private void logLevel() {
        Path data = folder.resolve("level");
        try (StoaProcess server = StoaProcess.server(data).set("log.level", "debug").serve()) {
            assertThat(server.out()).contains(" DEBUG ");
        }
    }

    private void logFormat() {
        Path data = folder.resolve("format");
        try (StoaProcess server = StoaProcess.server(data).set("log.format", "json").serve()) {
            assertThat(server.out().lines()).isNotEmpty().allMatch(line -> line.startsWith("{\""));
        }
    }
}
