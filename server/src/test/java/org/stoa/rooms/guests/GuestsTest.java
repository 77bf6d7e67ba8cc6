package org.stoa.rooms.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuestsTest {
    private static final String ACCESS = "m.room.guest_access";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");
    private final TestClient guest = guest();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'guest_access':'forbidden'}", "{'guest_access':'CAN_JOIN'}"})
    void guest_joiningWhereGuestsMayNot_isRefused(String access) {
        String room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        alice.setState(room, ACCESS, "", json(access));

        assertThat(guest.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
        assertThat(
                        guest.put(
                                        "/rooms/{}/state/m.room.member/{}",
                                        JsonObject.of("membership", "join"),
                                        room,
                                        guest.id())
                                .error())
                .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
    }

    @Test
    void guest_inARoomForGuests_talksSetsStateAndLeaves() {
        String room = open();
        alice.setState(
                room,
                "m.room.power_levels",
                "",
                JsonObject.of("events", JsonObject.of("org.example.mood", 0)));

        guest.join(room);
        String said = guest.say(room, "hello");
        guest.setState(room, "org.example.mood", "", JsonObject.of("mood", "good"));
        guest.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

        assertThat(alice.get("/rooms/{}/event/{}", room, said).ok().string("sender"))
                .contains(guest.id());
        assertThat(alice.state(room, "org.example.mood", ""))
                .isEqualTo(JsonObject.of("mood", "good"));
        assertThat(membership(room, guest)).isEqualTo("leave");
    }

    @Test
    void accessRevoked_whileAGuestHasAJoinThatIsDelayed_keepsTheGuestOut() {
        String room = open();
        guest.join(room);
        String delayed =
                guest.put(
                                "/rooms/{}/state/m.room.member/{}?org.matrix.msc4140.delay=5000",
                                JsonObject.of("membership", "join"),
                                room,
                                guest.id())
                        .string("delay_id");
        alice.setState(room, ACCESS, "", JsonObject.of("guest_access", "forbidden"));
        server.awaitTasks(() -> membership(room, guest).equals("leave"));

        String sent =
                guest.post(
                                "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{}/send",
                                JsonObject.EMPTY,
                                delayed)
                        .error();

        assertThat(sent).isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
        assertThat(membership(room, guest)).isEqualTo("leave");
    }

    @Test
    void accessRevoked_always_makesGuestsLeaveAndOthersStay() {
        String room = open();
        bob.join(room);
        guest.join(room);

        alice.setState(room, ACCESS, "", JsonObject.of("guest_access", "forbidden"));

        server.awaitTasks(() -> membership(room, guest).equals("leave"));
        assertThat(membership(room, bob)).isEqualTo("join");
        assertThat(guest.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
    }

    @Test
    void accessRevoked_whenAGuestIsOnlyInvited_takesTheInviteBack() {
        String room = open();
        alice.invite(room, guest);
        alice.invite(room, bob);

        alice.setState(room, ACCESS, "", JsonObject.of("guest_access", "forbidden"));

        server.awaitTasks(() -> membership(room, guest).equals("leave"));
        assertThat(membership(room, bob)).isEqualTo("invite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "12"})
    void accessRedacted_always_makesGuestsLeave(String version) {
        String room = open(version);
        String access = alice.setState(room, ACCESS, "", json("{'guest_access':'can_join','x':1}"));
        guest.join(room);

        alice.put("/rooms/{}/redact/{}/t1", JsonObject.EMPTY, room, access).ok();

        server.awaitTasks(() -> membership(room, guest).equals("leave"));
    }

    @Test
    void accessRevoked_beforeARestart_isFollowedAfterIt() {
        String room = open();
        guest.join(room);
        alice.setState(room, ACCESS, "", JsonObject.EMPTY);

        server.restart();

        server.awaitTasks(() -> membership(room, guest).equals("leave"));
    }

    @ParameterizedTest
    @CsvSource({
        "/rooms/{}/messages?dir=b",
        "/rooms/{}/state",
        "/rooms/{}/state/m.room.create/",
        "/rooms/{}/members",
        "/rooms/{}/initialSync",
        "/rooms/{}/aliases",
        "/events?timeout=0&room_id={}"
    })
    void worldReadableRoom_peekedIntoByAGuest_isReadable(String path) {
        String room = open();
        assertThat(guest.get(path, room).error()).isEqualTo("403 M_FORBIDDEN");

        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "world_readable"));

        assertThat(guest.get(path, room).status()).isEqualTo(200);
    }

    @Test
    void peek_intoARoomThatBecameWorldReadable_showsOnlyWhatCameAfter() {
        String room = open();
        String before = alice.say(room, "before");
        String opening =
                alice.setState(
                        room,
                        "m.room.history_visibility",
                        "",
                        JsonObject.of("history_visibility", "world_readable"));
        String after = alice.say(room, "after");

        List<JsonObject> seen = guest.get("/rooms/{}/messages?dir=b", room).objects("chunk");

        assertThat(seen)
                .extracting(event -> event.string("event_id").orElseThrow())
                .containsExactly(after, opening);
        assertThat(guest.get("/rooms/{}/event/{}", room, before).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(guest.get("/rooms/{}/context/{}?limit=4", room, after).objects("events_before"))
                .extracting(event -> event.string("event_id").orElseThrow())
                .containsExactly(opening);
    }

    @Test
    void joinedMembers_ofAWorldReadableRoom_areForMembersOnly() {
        String room = open();
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "world_readable"));

        assertThat(guest.get("/rooms/{}/joined_members", room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    private String open() {
        return open("12");
    }

    private String open(String version) {
        return alice.createRoom(
                json(
                        "{'preset':'public_chat','room_version':'"
                                + version
                                + "','initial_state':[{'type':'m.room.guest_access',"
                                + "'state_key':'','content':{'guest_access':'can_join'}}]}"));
    }

    private String membership(String room, TestClient user) {
        return alice.state(room, "m.room.member", user.id()).string("membership").orElseThrow();
    }

    private TestClient guest() {
        TestClient anonymous = server.anonymous();
        return anonymous.as(anonymous.post("/register?kind=guest", JsonObject.EMPTY).ok());
    }
}
