package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.SupportContact;
import org.stoa.accounts.TurnConfig;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the well-known files: what the operator configures is told.
final class DiscoveryOperationsTest {
    @Test
    @Proves({"getWellknown", "server-server/getWellKnown", "getWellknownSupport"})
    void wellKnownFiles_configured_tellIt() {
        DiscoveryConfig discovery =
                new DiscoveryConfig(
                        "https://matrix.example.org",
                        "matrix.example.org:443",
                        List.of(new SupportContact("m.role.admin", null, "admin@example.org")),
                        "https://example.org/help",
                        null);
        try (TestServer server = TestServer.start(config -> with(config, discovery))) {
            TestClient nobody = server.anonymous();

            assertThat(nobody.get("/.well-known/matrix/client").ok())
                    .isEqualTo(json("{'m.homeserver':{'base_url':'https://matrix.example.org'}}"));
            assertThat(nobody.get("/.well-known/matrix/server").ok())
                    .isEqualTo(json("{'m.server':'matrix.example.org:443'}"));
            assertThat(nobody.get("/.well-known/matrix/support").ok())
                    .isEqualTo(
                            json(
                                    "{'contacts':[{'role':'m.role.admin','email_address':'admin@example.org'}],"
                                            + "'support_page':'https://example.org/help'}"));
        }
    }

    @Test
    void wellKnownFiles_notConfigured_areNotThere() {
        try (TestServer server = TestServer.start()) {
            assertThat(server.anonymous().get("/.well-known/matrix/client").error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }

    private static HomeserverConfig with(HomeserverConfig config, DiscoveryConfig discovery) {
        return new HomeserverConfig(
                config.database(),
                config.http(),
                config.accounts().withDiscovery(discovery),
                config.rooms());
    }

    @Test
    @Proves("getTurnServer")
    void turnServers_haveCredentialsForTheUser_untilTheyAreOver() {
        TurnConfig turn =
                new TurnConfig(
                        List.of("turn:turn.example.org?transport=udp", "turns:turn.example.org"),
                        "north",
                        Duration.ofDays(1));
        DiscoveryConfig discovery = new DiscoveryConfig(null, null, List.of(), null, turn);
        try (TestServer server = TestServer.start(config -> with(config, discovery))) {
            TestClient caller = server.register("caller");

            JsonObject answer = caller.get("/voip/turnServer").ok();

            assertThat(answer)
                    .isEqualTo(
                            json(
                                    "{'username':'1767409445:@caller:localhost','password':'UVXlAJtGYKWnbQpcSCdq7qfaiBw=',"
                                            + "'uris':['turn:turn.example.org?transport=udp','turns:turn.example.org'],"
                                            + "'ttl':86400}"));
            server.time().advance(Duration.ofSeconds(1));
            assertThat(caller.get("/voip/turnServer").string("username"))
                    .isEqualTo("1767409446:@caller:localhost");
        }
    }

    @Test
    void turnServers_thatThereAreNotAny_areNotFound() {
        try (TestServer server = TestServer.start()) {
            assertThat(server.register("caller").get("/voip/turnServer").error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }
}
