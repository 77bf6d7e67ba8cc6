package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations on rooms as a whole: their upgrades, summaries and spaces.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PreviewOperationsTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves("upgradeRoom")
    void room_upgraded_leadsToItsReplacement() {
        String old = alice.createRoom(json("{'room_version':'10','name':'Orangery'}"));

        String room =
                alice.post("/rooms/{}/upgrade", JsonObject.of("new_version", "12"), old)
                        .string("replacement_room");

        assertThat(alice.state(old, "m.room.tombstone", "").string("replacement_room"))
                .contains(room);
        assertThat(alice.state(room, "m.room.name", "").string("name")).contains("Orangery");
        assertThat(
                        alice.state(room, "m.room.create", "")
                                .object("predecessor")
                                .flatMap(before -> before.string("room_id")))
                .contains(old);
    }

    @Test
    @Proves("getRoomSummary")
    void room_renamed_hasTheNameInItsSummary() {
        String room = alice.createRoom(json("{'preset':'public_chat'}"));
        alice.setState(room, "m.room.name", "", JsonObject.of("name", "Pantry"));

        JsonObject summary = bob.get("/_matrix/client/v1/room_summary/{}", room).ok();

        assertThat(summary.string("name")).contains("Pantry");
        assertThat(summary.integer("num_joined_members")).hasValue(1);
    }

    @Test
    @Proves("getSpaceHierarchy")
    void space_withAChild_showsIt() {
        String space = alice.createRoom(json("{'creation_content':{'type':'m.space'}}"));
        String room = alice.createRoom();

        alice.setState(space, "m.space.child", room, json("{'via':['localhost']}"));

        List<JsonObject> rooms =
                alice.get("/_matrix/client/v1/rooms/{}/hierarchy", space).objects("rooms");
        assertThat(rooms)
                .extracting(entry -> entry.string("room_id").orElseThrow())
                .containsExactly(space, room);
    }

    @Test
    @Proves("getMutualRooms")
    void room_joinedByBoth_isMutual() {
        String room = alice.createRoomWith(bob);

        assertThat(alice.get("/_matrix/client/v1/mutual_rooms?user_id={}", bob.id()).ok())
                .isEqualTo(JsonObject.of("joined", JsonArray.ofStrings(List.of(room)), "count", 1));
    }
}
