package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.SupportContact;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class DiscoveryTest {

    @EachEngine
    @Proves("getVersions")
    void versions_areThoseThatClientsDemand(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            assertThat(server.client().get("/_matrix/client/versions").ok())
                    .isEqualTo(
                            json(
                                    "{'versions':['r0.0.1','r0.1.0','r0.2.0','r0.3.0','r0.4.0','r0.5.0','r0.6.0',"
                                            + "'r0.6.1','v1.1','v1.2','v1.3','v1.4','v1.5','v1.6','v1.7','v1.8','v1.9','v1.10','v1.11',"
                                            + "'v1.12','v1.13','v1.14','v1.15','v1.16','v1.17','v1.18','v1.19'],"
                                            + "'unstable_features':{'org.matrix.msc3391':true,'org.matrix.msc3874':true,"
                                            + "'org.matrix.msc3882':true,'org.matrix.msc3890':true,'org.matrix.msc4140':true,"
                                            + "'uk.half-shot.msc2666.query_mutual_rooms':true,'uk.tcpip.msc4133':true,"
                                            + "'uk.tcpip.msc4133.stable':true}}"));
        }
    }

    @EachEngine
    @Proves("getCapabilities")
    void capabilities_nameTheRoomVersionsAndTheDefault(TestDatabase database) {
        AccountsConfig config = AccountsServer.config().withDefaultRoomVersion(RoomVersion.V11);
        try (var server = AccountsServer.start(database, config)) {
            TestClient alice = server.client().register("alice");

            JsonObject capabilities =
                    alice.get("/capabilities").ok().object("capabilities").orElseThrow();

            JsonObject versions = capabilities.object("m.room_versions").orElseThrow();
            assertThat(versions.string("default")).contains("11");
            assertThat(versions.object("available").orElseThrow().size()).isEqualTo(12);
            assertThat(capabilities.object("m.change_password")).contains(json("{'enabled':true}"));
            assertThat(capabilities.object("m.3pid_changes")).contains(json("{'enabled':false}"));
            assertThat(server.client().get("/capabilities").error())
                    .isEqualTo("401 M_MISSING_TOKEN");
        }
    }

    @EachEngine
    void wellKnowns_withoutConfiguration_areNotThere(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            for (String name : List.of("client", "server", "support")) {
                assertThat(server.client().get("/.well-known/matrix/" + name).error())
                        .isEqualTo("404 M_NOT_FOUND");
            }
        }
    }

    @EachEngine
    @Proves({"getWellknown", "getWellknownSupport"})
    void wellKnowns_tellWhatIsConfigured(TestDatabase database) {
        var discovery =
                new DiscoveryConfig(
                        "https://matrix.example.org",
                        "matrix.example.org:443",
                        List.of(new SupportContact("m.role.admin", "@root:example.org", null)),
                        "https://example.org/help",
                        null);
        try (var server =
                AccountsServer.start(database, AccountsServer.config().withDiscovery(discovery))) {
            TestClient nobody = server.client();

            assertThat(nobody.get("/.well-known/matrix/client").ok())
                    .isEqualTo(json("{'m.homeserver':{'base_url':'https://matrix.example.org'}}"));
            assertThat(nobody.get("/.well-known/matrix/server").ok())
                    .isEqualTo(json("{'m.server':'matrix.example.org:443'}"));
            assertThat(nobody.get("/.well-known/matrix/support").ok())
                    .isEqualTo(
                            json(
                                    "{'contacts':[{'matrix_id':'@root:example.org','role':'m.role.admin'}],"
                                            + "'support_page':'https://example.org/help'}"));
        }
    }
}
