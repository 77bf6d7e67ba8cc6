package org.stoa.federation.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

final class RoomAclsTest {
    private static String list(TestClient user, String room, String allowed) {
        JsonObject content = JsonObject.of("allow", List.of(allowed));
        return user.put("/rooms/{}/state/m.room.server_acl/", content, room)
                .ok()
                .string("event_id")
                .orElseThrow();
    }

    /// It would let nobody take part.
    @Test
    void redactionOfTheListOfServers_isRefusedWhileItIsTheCurrentOne() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String list = list(alice, room, "*");

            String before =
                    alice.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, room, list).error();
            list(alice, room, "*.org");
            int after = alice.put("/rooms/{}/redact/{}/2", JsonObject.EMPTY, room, list).status();

            assertThat(before).isEqualTo("403 M_FORBIDDEN");
            assertThat(after).isEqualTo(200);
        }
    }
}
