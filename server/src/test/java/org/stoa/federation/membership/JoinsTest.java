package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.RoomHead;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;
import org.stoa.testing.TwoServers;

/// Joins of rooms of another server, by two whole servers.
@Timeout(120)
final class JoinsTest {
    private static final JsonObject PUBLIC = JsonObject.of("preset", "public_chat");

    @TempDir private Path folder;

    private TwoServers start() {
        return new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static JsonObject publicRoom(RoomVersion version) {
        return JsonObject.of(
                "preset", "public_chat", "room_version", version.id(), "name", "Shared");
    }

    private static RoomHead head(TwoServers.Member member, String room) {
        return member.homeserver().rooms().rooms().require(RoomId.parse(room)).visible().head();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void publicRoom_ofEitherServer_isJoinedFromTheOther(RoomVersion version) {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String ofOne = alice.createRoom(publicRoom(version));
            String ofTwo = bob.createRoom(publicRoom(version));

            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, ofOne).ok();
            alice.post("/join/{}?server_name=two.test", JsonObject.EMPTY, ofTwo).ok();

            assertThat(bob.state(ofOne, "m.room.name", "").string("name")).contains("Shared");
            assertThat(alice.state(ofOne, "m.room.member", bob.id()).string("membership"))
                    .contains("join");
            for (TwoServers.Member server :
                    new TwoServers.Member[] {servers.one(), servers.two()}) {
                for (String room : new String[] {ofOne, ofTwo}) {
                    assertThat(head(server, room).joined()).isEqualTo(2);
                    assertThat(head(server, room).servers()).hasSize(2).containsValue(1);
                }
            }
            bob.say(ofOne, "hello");
        }
    }

    @Test
    void room_thatAllOfThisServerHadLeft_isJoinedAgainWithItsStateOfNow() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom(PUBLIC);
            bob.post("/join/{}?via=one.test", JsonObject.EMPTY, room).ok();
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.setState(room, "m.room.name", "", JsonObject.of("name", "Later"));

            // Who was in the room when this server saw it last is asked without being named.
            bob.join(room);

            assertThat(bob.state(room, "m.room.name", "").string("name")).contains("Later");
            assertThat(head(servers.two(), room).joined()).isEqualTo(2);
            bob.say(room, "again");
        }
    }

    @Test
    void room_thatNobodyIsKnownOf_isRefused() {
        try (TwoServers servers = start()) {
            String room = servers.one().register("alice").createRoom(PUBLIC);
            TestClient bob = servers.two().register("bob");

            assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(bob.post("/join/{}?via=nowhere.test", JsonObject.EMPTY, room).error())
                    .isEqualTo("502 M_UNKNOWN");
        }
    }

    /// The server is left alone for a while, but a user who tries again may know that it is back.
    @Test
    void room_ofAServerThatJustFailed_isAskedForAgainAtOnce() {
        try (ForeignServer peer = new ForeignServer();
                TestServer server = TestServer.start(peer.trusted())) {
            String makeJoin = "GET /_matrix/federation/v1/make_join/";
            peer.answering(makeJoin, (request, out) -> ScriptedServer.json(out, 500, "{}"));
            TestClient alice = server.register("alice");
            String room = "!room:" + peer.name();

            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(alice.post("/join/{}", JsonObject.EMPTY, room).status()).isEqualTo(502);
                assertThat(peer.heard(makeJoin)).hasSize(attempt);
            }
        }
    }

    @Test
    void alias_ofAnotherServersRoom_isJoined() {
        try (TwoServers servers = start()) {
            TestClient alice = servers.one().register("alice");
            TestClient bob = servers.two().register("bob");
            String room = alice.createRoom(PUBLIC.with("room_alias_name", new JsonString("lobby")));

            JsonObject answer = bob.post("/join/{}", JsonObject.EMPTY, "#lobby:one.test").ok();

            assertThat(answer).isEqualTo(JsonObject.of("room_id", room));
            assertThat(head(servers.two(), room).joined()).isEqualTo(2);
        }
    }
}
