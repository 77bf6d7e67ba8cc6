package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.stoa.http.Cidr;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.Peers;
import org.stoa.remote.RemoteConfig;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestRegistrations;

/// Proofs of the keys that say other servers, and services.
final class FederationProofs {
    private final ProofServers servers;

    FederationProofs(ProofServers servers) {
        this.servers = servers;
    }

    /// The proofs by their keys.
    Map<String, KeyProof> proofs() {
        return Map.ofEntries(
                Map.entry("federation.address", this::federationAddress),
                Map.entry("federation.ca_files", this::authorities),
                Map.entry("federation.allowed_networks", this::allowedNetworks),
                Map.entry("federation.allow", this::peers),
                Map.entry("federation.deny", this::peers),
                Map.entry("federation.notaries", this::otherServers),
                Map.entry("federation.longest_retry", this::otherServers),
                Map.entry("federation.max_room_state", this::maxRoomState),
                Map.entry("app_service_config_files", this::appServiceFiles));
    }

    private void federationAddress() {
        try (ProofServers.Running running = servers.with("federation.address", "m.example:443")) {
            assertThat(running.client().get("/.well-known/matrix/server").ok())
                    .isEqualTo(JsonObject.of("m.server", "m.example:443"));
        }
    }

    private void authorities() {
        TestAuthority authority = new TestAuthority();
        String file = authority.file(servers.folder().resolve("authority.pem")).toString();

        assertThat(servers.features("federation.ca_files", file).remote().authorities())
                .containsExactly(authority.certificate());
        assertThatThrownBy(() -> servers.features("federation.ca_files", "nowhere.pem"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.pem");
    }

    private void allowedNetworks() {
        List<Cidr> allowed =
                servers.features("federation.allowed_networks", "10.0.0.0/8")
                        .remote()
                        .allowedNetworks();

        assertThat(allowed)
                .singleElement()
                .matches(network -> network.contains(InetAddress.ofLiteral("10.1.2.3")));
    }

    private void peers() {
        Peers peers =
                servers.features("federation.allow", "*.a.org", "federation.deny", "bad.a.org")
                        .remote()
                        .peers();

        assertThat(peers.allows(ServerName.parse("good.a.org"))).isTrue();
        assertThat(peers.allows(ServerName.parse("bad.a.org"))).isFalse();
        assertThat(peers.allows(ServerName.parse("b.org"))).isFalse();
    }

    private void otherServers() {
        RemoteConfig remote =
                servers.features(
                                "federation.notaries",
                                "a.org",
                                "federation.longest_retry",
                                "3 seconds")
                        .remote();

        assertThat(remote.notaries()).containsExactly(ServerName.parse("a.org"));
        assertThat(remote.longestRetry()).isEqualTo(Duration.ofSeconds(3));
    }

    private void maxRoomState() {
        RemoteConfig remote = servers.features("federation.max_room_state", "64 MiB").remote();

        assertThat(remote.maxAnswer()).isEqualTo(64L << 20);
        assertThat(remote.answers()).hasFileName("incoming");
    }

    private void appServiceFiles() throws IOException {
        Path file =
                Files.writeString(
                        servers.folder().resolve("irc.yaml"),
                        TestRegistrations.irc("http://localhost:9999"));

        assertThat(servers.features("app_service_config_files", file.toString()).appServices())
                .singleElement()
                .matches(service -> service.id().equals("irc"));
    }
}
