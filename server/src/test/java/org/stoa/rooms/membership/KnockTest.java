package org.stoa.rooms.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KnockTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void knock_inSync_comesWithTheStrippedState() {
        String room = knockable("12", "knock");

        bob.post("/knock/{}", JsonObject.of("reason", "tea?"), room).ok();

        List<JsonObject> state = knockState(bob.sync(), room);
        assertThat(state)
                .extracting(event -> event.string("type").orElseThrow())
                .containsExactly(
                        "m.room.create", "m.room.name", "m.room.join_rules", "m.room.member");
        assertThat(state)
                .allSatisfy(
                        event ->
                                assertThat(event.names())
                                        .containsExactlyInAnyOrder(
                                                "type", "state_key", "sender", "content"));
        assertThat(state.getLast().object("content"))
                .contains(JsonObject.of("membership", "knock", "reason", "tea?"));
    }

    @Test
    void knock_takenBack_leavesTheRoomAndComesAgain() {
        String room = knockable("7", "knock");
        bob.post("/knock/{}", JsonObject.EMPTY, room).ok();
        JsonObject before = bob.sync();

        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

        JsonObject after = bob.syncSince(before.string("next_batch").orElseThrow());
        assertThat(
                        after.object("rooms")
                                .flatMap(rooms -> rooms.object("leave"))
                                .flatMap(left -> left.object(room)))
                .isPresent();
        assertThat(knockState(bob.sync(), room)).isEmpty();
        bob.post("/knock/{}", JsonObject.EMPTY, room).ok();
        assertThat(membership(room)).isEqualTo("knock");
    }

    @Test
    void knock_rejected_isALeave() {
        String room = knockable("12", "knock");
        bob.post("/knock/{}", JsonObject.EMPTY, room).ok();

        alice.post("/rooms/{}/kick", JsonObject.of("user_id", bob.id()), room).ok();

        assertThat(membership(room)).isEqualTo("leave");
    }

    @ParameterizedTest
    @CsvSource({
        "12,invite",
        "12,public",
        "12,restricted",
        "6,knock",
        "9,knock_restricted",
        "12,private"
    })
    void knock_whereTheRoomTakesNone_isRefused(String version, String rule) {
        String room = knockable(version, rule);

        assertThat(bob.post("/knock/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @ParameterizedTest
    @CsvSource({"10,knock_restricted", "12,knock_restricted", "7,knock"})
    void knock_whereTheRoomTakesThem_isSeenByMembers(String version, String rule) {
        String room = knockable(version, rule);

        bob.post("/knock/{}", JsonObject.EMPTY, room).ok();

        assertThat(membership(room)).isEqualTo("knock");
    }

    @Test
    void knock_byMembersInvitedAndBanned_isRefused() {
        String room = knockable("12", "knock");
        assertThat(alice.post("/knock/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
        alice.invite(room, bob);
        assertThat(bob.post("/knock/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");

        alice.post("/rooms/{}/ban", JsonObject.of("user_id", bob.id()), room).ok();

        assertThat(bob.post("/knock/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void knock_onAnUnknownRoom_isNotFound() {
        assertThat(bob.post("/knock/{}", JsonObject.EMPTY, "!nowhere:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(bob.post("/knock/{}", JsonObject.EMPTY, "#nowhere:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void join_whileKnocking_isRefused() {
        String room = knockable("12", "knock");
        bob.post("/knock/{}", JsonObject.EMPTY, room).ok();

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    private String knockable(String version, String rule) {
        String room = alice.createRoom(JsonObject.of("room_version", version, "name", "Tea"));
        alice.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", rule));
        return room;
    }

    private String membership(String room) {
        return alice.state(room, "m.room.member", bob.id()).string("membership").orElseThrow();
    }

    private static List<JsonObject> knockState(JsonObject sync, String room) {
        Optional<JsonObject> knock =
                sync.object("rooms")
                        .flatMap(rooms -> rooms.object("knock"))
                        .flatMap(knocks -> knocks.object(room));
        return knock.flatMap(one -> one.object("knock_state"))
                .flatMap(state -> state.array("events"))
                .map(events -> events.objects())
                .orElse(List.of());
    }
}
