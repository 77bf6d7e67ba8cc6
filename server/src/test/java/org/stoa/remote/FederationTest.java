package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.keys.KeyWish;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// Two homeservers that talk to each other.
@Timeout(120)
final class FederationTest {
    @TempDir private Path folder;

    private TwoServers start() {
        return start(UnaryOperator.identity());
    }

    private TwoServers start(UnaryOperator<HomeserverConfig> settingsOfTwo) {
        return new TwoServers(folder, UnaryOperator.identity(), settingsOfTwo);
    }

    private static TestClient bob(TwoServers servers) {
        TestClient bob = servers.two().register("bob");
        bob.put("/profile/{}/displayname", json("{'displayname':'Bob'}"), bob.id()).ok();
        bob.put("/profile/{}/m.tz", json("{'m.tz':'Europe/Berlin'}"), bob.id()).ok();
        return bob;
    }

    @Test
    void profile_ofAnotherServersUser_isTold() {
        try (TwoServers servers = start()) {
            TestClient bob = bob(servers);
            TestClient nobody = servers.one().anonymous();

            assertThat(nobody.get("/profile/{}", bob.id()).ok())
                    .isEqualTo(json("{'displayname':'Bob','m.tz':'Europe/Berlin'}"));
            assertThat(nobody.get("/profile/{}/displayname", bob.id()).ok())
                    .isEqualTo(json("{'displayname':'Bob'}"));
            assertThat(nobody.get("/profile/{}/avatar_url", bob.id()).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(nobody.get("/profile/@none:two.test").error()).isEqualTo("404 M_NOT_FOUND");
            assertThat(nobody.get("/profile/@bob:nowhere.test").error()).isEqualTo("502 M_UNKNOWN");
        }
    }

    @Test
    void alias_ofAnotherServer_isResolved() {
        try (TwoServers servers = start()) {
            String room =
                    servers.two()
                            .register("bob")
                            .createRoom(JsonObject.of("room_alias_name", "lobby"));
            TestClient nobody = servers.one().anonymous();

            assertThat(nobody.get("/directory/room/{}", "#lobby:two.test").ok())
                    .isEqualTo(JsonObject.of("room_id", room, "servers", List.of("two.test")));
            assertThat(nobody.get("/directory/room/{}", "#none:two.test").error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
    }

    @Test
    void key_thatIsReplaced_isStillToldAndBelieved() {
        try (TwoServers servers = start()) {
            TestClient bob = bob(servers);
            TestClient nobody = servers.one().anonymous();
            nobody.get("/profile/{}", bob.id()).ok();
            RemoteModule one = servers.one().homeserver().remote();
            String before = one.ownKeys().current().keyId();

            one.ownKeys().rotate();

            JsonObject published = nobody.get("/_matrix/key/v2/server").ok();
            assertThat(published.object("verify_keys").orElseThrow().names())
                    .containsExactly(one.ownKeys().current().keyId());
            assertThat(published.object("old_verify_keys").orElseThrow().names())
                    .containsExactly(before);
            assertThat(
                            servers.two()
                                    .homeserver()
                                    .remote()
                                    .keyRing()
                                    .find(new KeyWish(one.ownKeys().serverName(), before, 0)))
                    .isPresent();
        }
    }

    @Test
    void server_thatIsDenied_isToldNothing() {
        Peers notOne = new Peers(List.of(), List.of("one.test"));
        try (TwoServers servers =
                start(config -> config.withRemote(config.remote().withPeers(notOne)))) {
            TestClient bob = bob(servers);

            assertThat(servers.one().anonymous().get("/profile/{}", bob.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }
}
