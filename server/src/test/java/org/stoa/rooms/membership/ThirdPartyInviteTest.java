package org.stoa.rooms.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

final class ThirdPartyInviteTest {
    private static final JsonObject BY_MAIL =
            json(
                    "{'id_server':'id.example','id_access_token':'t','medium':'email',"
                            + "'address':'bob@example.org'}");

    @Test
    void thirdPartyInvite_always_isRefusedClearly() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom(JsonObject.of("preset", "public_chat"));
            JsonObject signed =
                    json(
                            "{'third_party_signed':{'sender':'@a:b','mxid':'@b:b','token':'t',"
                                    + "'signatures':{}}}");

            assertThat(alice.post("/rooms/{}/invite", BY_MAIL, room).error())
                    .isEqualTo("403 M_THREEPID_DENIED");
            assertThat(bob.post("/join/{}", signed, room).error())
                    .isEqualTo("403 M_THREEPID_DENIED");
            assertThat(bob.post("/rooms/{}/join", signed, room).error())
                    .isEqualTo("403 M_THREEPID_DENIED");
        }
    }
}
