package org.stoa.rooms.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MutualRoomsTest {
    private static final String PATH = "/_matrix/client/v1/mutual_rooms?user_id={}";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void roomsWithAnother_joinedByBoth_areListed() {
        TestClient bob = server.register("bob");
        String both = alice.createRoomWith(bob);
        String left = alice.createRoomWith(bob);
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, left).ok();
        String invited = alice.createRoom();
        alice.invite(invited, bob);
        bob.createRoom();

        JsonObject expected =
                JsonObject.of("joined", JsonArray.ofStrings(List.of(both)), "count", 1);
        assertThat(alice.get(PATH, bob.id()).ok()).isEqualTo(expected);
        assertThat(
                        alice.get(
                                        "/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms?user_id={}",
                                        bob.id())
                                .ok())
                .isEqualTo(expected);
    }

    @Test
    void roomsWithAnother_moreThanAPage_comeInPages() {
        TestClient carol = server.register("carol");
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            rooms.add(alice.createRoomWith(carol));
        }

        JsonObject first = carol.get(PATH, alice.id()).ok();
        JsonObject second =
                carol.get(PATH + "&from={}", alice.id(), first.string("next_batch").orElseThrow())
                        .ok();

        List<String> all = new ArrayList<>(first.array("joined").orElseThrow().strings());
        all.addAll(second.array("joined").orElseThrow().strings());
        assertThat(all).containsExactlyInAnyOrderElementsOf(rooms);
        assertThat(first.integer("count")).hasValue(101);
        assertThat(second.has("next_batch")).isFalse();
    }

    @Test
    void roomsWithAnUnknownUser_always_areNone() {
        assertThat(alice.get(PATH, "@nobody:localhost").ok())
                .isEqualTo(JsonObject.of("joined", JsonArray.EMPTY, "count", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@alice:localhost", "alice", "@a\u00e9:localhost"})
    void roomsWith_nobodyElse_isRefused(String user) {
        assertThat(alice.get(PATH, user).error()).isEqualTo("400 M_INVALID_PARAM");
    }

    @Test
    void roomsWithAnother_byABadToken_isRefused() {
        assertThat(alice.get(PATH + "&from=x", "@bob:localhost").error())
                .isEqualTo("400 M_INVALID_PARAM");
        assertThat(alice.get("/_matrix/client/v1/mutual_rooms").error())
                .isEqualTo("400 M_MISSING_PARAM");
    }
}
