package org.stoa.rooms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.sync.SyncServer;
import org.stoa.testing.TestClient;

final class LargeStateTest {
    private static final int KEYS = 120;

    @EachEngine
    void state_ofSeveralParts_isAnsweredWhole(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            for (int i = 0; i < KEYS; i++) {
                alice.put("/rooms/{}/state/x.part/{}", JsonObject.EMPTY, room, "key" + i).ok();
            }

            JsonArray state = alice.get("/rooms/{}/state", room).array();

            List<String> keys =
                    state.objects().stream()
                            .filter(event -> event.string("type").equals(Optional.of("x.part")))
                            .map(event -> event.string("state_key").orElseThrow())
                            .toList();
            assertThat(keys)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toList());
        }
    }

    @EachEngine
    void members_ofSeveralParts_areThoseWanted(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            for (int i = 0; i < KEYS; i++) {
                alice.put(
                                "/rooms/{}/state/m.room.member/{}",
                                JsonObject.of("membership", i % 2 == 0 ? "ban" : "invite"),
                                room,
                                "@user" + i + ":localhost")
                        .ok();
            }

            JsonObject banned = alice.get("/rooms/{}/members?membership=ban", room).ok();
            JsonObject knocking = alice.get("/rooms/{}/members?membership=knock", room).ok();

            assertThat(banned.array("chunk").orElseThrow().objects()).hasSize(KEYS / 2);
            assertThat(knocking.array("chunk")).contains(JsonArray.EMPTY);
        }
    }
}
