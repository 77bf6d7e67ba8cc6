package org.stoa.rooms.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForgettingTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void forgetting_whileInTheRoomOrInvited_isRefused() {
        String room = alice.createRoomWith(bob);
        assertThat(bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).error())
                .isEqualTo("400 M_UNKNOWN");

        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        alice.invite(room, bob);

        assertThat(bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).error())
                .isEqualTo("400 M_UNKNOWN");
    }

    @Test
    void forgottenRoom_whenBannedFrom_staysForgotten() {
        String room = forgotten();
        String since = bob.sync().string("next_batch").orElseThrow();

        alice.post("/rooms/{}/ban", JsonObject.of("user_id", bob.id()), room).ok();
        alice.post("/rooms/{}/unban", JsonObject.of("user_id", bob.id()), room).ok();

        assertThat(left(bob.syncSince(since), room)).isEmpty();
        assertThat(left(archived(), room)).isEmpty();
    }

    @Test
    void forgottenRoom_whenInvitedToAgain_isThereAgain() {
        String room = forgotten();
        String since = bob.sync().string("next_batch").orElseThrow();

        alice.invite(room, bob);

        assertThat(
                        bob.syncSince(since)
                                .object("rooms")
                                .flatMap(rooms -> rooms.object("invite"))
                                .flatMap(invites -> invites.object(room)))
                .isPresent();
        bob.join(room);
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        assertThat(left(archived(), room)).isPresent();
    }

    @Test
    void forgottenRoom_beforeTheClientHeardThatItLeft_isToldOnce() {
        String room = alice.createRoomWith(bob);
        String since = bob.sync().string("next_batch").orElseThrow();

        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).ok();

        assertThat(left(bob.syncSince(since), room)).isPresent();
        assertThat(left(archived(), room)).isEmpty();
    }

    private String forgotten() {
        String room = alice.createRoomWith(bob);
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).ok();
        return room;
    }

    private JsonObject archived() {
        return bob.get("/sync?timeout=0&filter={}", "{\"room\":{\"include_leave\":true}}").ok();
    }

    private static Optional<JsonObject> left(JsonObject sync, String room) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("leave"))
                .flatMap(left -> left.object(room));
    }
}
