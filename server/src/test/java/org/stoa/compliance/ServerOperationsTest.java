package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.SigningServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of what other servers ask: keys, version, profiles, aliases.
final class ServerOperationsTest {
    private static final ServerName OWN = ServerName.parse("localhost");

    @Test
    @Proves({"server-server/getServerKey", "server-server/getVersion"})
    void serverKey_always_isSignedWithItself() {
        try (TestServer server = TestServer.start()) {
            TestClient nobody = server.anonymous();

            JsonObject keys = nobody.get("/_matrix/key/v2/server").ok();

            assertThat(keys.string("server_name")).hasValue("localhost");
            assertThat(keys.integer("valid_until_ts").orElseThrow())
                    .isEqualTo(server.time().millis() + 24 * 3_600_000);
            assertThat(SignedJson.verify(keys, OWN, onlyKey(keys))).isTrue();
            // As it stands in the answer, but for the signatures, it is what was signed.
            JsonObject unsigned = keys.without("signatures");
            assertThat(unsigned.toBytes()).isEqualTo(CanonicalJson.encode(unsigned));
            assertThat(nobody.get("/_matrix/federation/v1/version").ok())
                    .isEqualTo(json("{'server':{'name':'Stoa','version':'development'}}"));
        }
    }

    private static VerifyKey onlyKey(JsonObject keys) {
        JsonObject current = keys.object("verify_keys").orElseThrow();
        String id = current.names().iterator().next();
        return VerifyKey.tryParse(id, current.object(id).orElseThrow().string("key").orElseThrow())
                .orElseThrow();
    }

    @Test
    @Proves({"server-server/perspectivesKeyQuery", "server-server/bulkPerspectivesKeyQuery"})
    void notary_asked_vouchesForTheKeysOfOthers() {
        try (SigningServer other = new SigningServer();
                TestServer server = TestServer.start(other.trusted())) {
            TestClient nobody = server.anonymous();
            VerifyKey own = onlyKey(nobody.get("/_matrix/key/v2/server").ok());
            String name = other.peer().name().text();

            List<JsonObject> several =
                    nobody.post(
                                    "/_matrix/key/v2/query",
                                    JsonObject.of(
                                            "server_keys",
                                            JsonObject.of(
                                                    name,
                                                    JsonObject.of("ed25519:1", JsonObject.EMPTY),
                                                    "localhost",
                                                    JsonObject.EMPTY,
                                                    "127.0.0.1:1",
                                                    JsonObject.EMPTY,
                                                    "no name!",
                                                    JsonObject.EMPTY)))
                            .objects("server_keys");
            List<JsonObject> one =
                    nobody.get("/_matrix/key/v2/query/{}", name).objects("server_keys");

            assertThat(one).hasSize(1);
            assertThat(SignedJson.verify(one.getFirst(), OWN, own)).isTrue();
            assertThat(
                            SignedJson.verify(
                                    one.getFirst(),
                                    other.peer().name(),
                                    other.peer().key().verifyKey()))
                    .isTrue();
            assertThat(several)
                    .extracting(keys -> keys.string("server_name").orElseThrow())
                    .containsExactly(name, "localhost");
            assertThat(several.getFirst()).isEqualTo(one.getFirst());
            assertThat(other.heard()).hasSize(1);
        }
    }

    @Test
    void notary_askedForAServerThatIsGone_tellsWhatItKnew() {
        try (SigningServer other = new SigningServer();
                TestServer server = TestServer.start(other.trusted())) {
            TestClient nobody = server.anonymous();
            String target = "/_matrix/key/v2/query/{}?minimum_valid_until_ts={}";
            String name = other.peer().name().text();
            nobody.get(target, name, "0").ok();
            other.stop();

            assertThat(
                            nobody.get(target, name, "" + (server.time().millis() + (1L << 40)))
                                    .objects("server_keys"))
                    .hasSize(1);
            assertThat(nobody.get("/_matrix/key/v2/query/127.0.0.1:1").ok())
                    .isEqualTo(json("{'server_keys':[]}"));
        }
    }

    @Test
    @Proves("server-server/queryProfile")
    void profile_askedForByAnotherServer_isTold() {
        try (SigningServer other = new SigningServer();
                TestServer server = TestServer.start(other.trusted())) {
            TestClient alice = server.register("alice");
            alice.put("/profile/{}/displayname", json("{'displayname':'Al'}"), alice.id()).ok();
            String query = "/_matrix/federation/v1/query/profile?user_id={}";

            assertThat(other.get(server.anonymous(), query, alice.id()).ok())
                    .isEqualTo(json("{'displayname':'Al'}"));
            assertThat(other.get(server.anonymous(), query + "&field=displayname", alice.id()).ok())
                    .isEqualTo(json("{'displayname':'Al'}"));
            assertThat(other.get(server.anonymous(), query + "&field=avatar_url", alice.id()).ok())
                    .isEqualTo(JsonObject.EMPTY);
            assertThat(other.get(server.anonymous(), query, "@none:localhost").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(other.get(server.anonymous(), query, "@alice:other.org").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(other.get(server.anonymous(), query, "alice").error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(server.anonymous().get(query, alice.id()).error())
                    .isEqualTo("401 M_UNAUTHORIZED");
            assertThat(alice.get(query, alice.id()).error()).isEqualTo("401 M_UNAUTHORIZED");
        }
    }

    @Test
    @Proves("server-server/queryRoomDirectory")
    void alias_askedForByAnotherServer_isResolved() {
        try (SigningServer other = new SigningServer();
                TestServer server = TestServer.start(other.trusted())) {
            String room =
                    server.register("alice").createRoom(JsonObject.of("room_alias_name", "lobby"));
            String query = "/_matrix/federation/v1/query/directory?room_alias={}";

            assertThat(other.get(server.anonymous(), query, "#lobby:localhost").ok())
                    .isEqualTo(JsonObject.of("room_id", room, "servers", List.of("localhost")));
            assertThat(other.get(server.anonymous(), query, "#none:localhost").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(
                            other.get(server.anonymous(), query, "#lobby:" + other.peer().name())
                                    .error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(server.anonymous().get(query, "#lobby:localhost").error())
                    .isEqualTo("401 M_UNAUTHORIZED");
        }
    }
}
