package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.SupportContact;
import org.stoa.boot.HomeserverConfig;
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
                        "https://example.org/help");
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
}
