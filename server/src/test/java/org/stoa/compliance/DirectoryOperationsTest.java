package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations on aliases and the room directory.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DirectoryOperationsTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient nobody = server.anonymous();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({"setRoomAlias", "getRoomIdByAlias", "getLocalAliases", "deleteRoomAlias"})
    void alias_setAndDeleted_leadsToTheRoomUntilThen() {
        String room = alice.createRoom();

        alice.put("/directory/room/{}", JsonObject.of("room_id", room), "#tea:localhost").ok();

        assertThat(nobody.get("/directory/room/{}", "#tea:localhost").string("room_id"))
                .isEqualTo(room);
        assertThat(
                        alice.get("/rooms/{}/aliases", room)
                                .ok()
                                .array("aliases")
                                .orElseThrow()
                                .strings())
                .containsExactly("#tea:localhost");

        alice.delete("/directory/room/{}", "#tea:localhost").ok();
        assertThat(nobody.get("/directory/room/{}", "#tea:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    @Proves({
        "setRoomVisibilityOnDirectory",
        "getRoomVisibilityOnDirectory",
        "getPublicRooms",
        "queryPublicRooms"
    })
    void room_published_isFound() {
        String room = alice.createRoom(json("{'preset':'public_chat','name':'Orangery'}"));
        assertThat(nobody.get("/directory/list/room/{}", room).string("visibility"))
                .isEqualTo("private");

        alice.put("/directory/list/room/{}", JsonObject.of("visibility", "public"), room).ok();

        assertThat(nobody.get("/directory/list/room/{}", room).string("visibility"))
                .isEqualTo("public");
        assertThat(nobody.get("/publicRooms").objects("chunk"))
                .filteredOn(entry -> entry.string("room_id").equals(Optional.of(room)))
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.string("name")).contains("Orangery");
                            assertThat(entry.integer("num_joined_members")).hasValue(1);
                        });
        assertThat(rooms("orange")).containsExactly(room);
        assertThat(rooms("no such room")).isEmpty();
    }

    private List<String> rooms(String term) {
        return alice
                .post(
                        "/publicRooms",
                        JsonObject.of("filter", JsonObject.of("generic_search_term", term)))
                .objects("chunk")
                .stream()
                .map(entry -> entry.string("room_id").orElseThrow())
                .toList();
    }
}
