package org.stoa.rooms.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestrictedJoinsTest {
    private static final String VOUCHER = "join_authorised_via_users_server";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");
    private final TestClient carol = server.register("carol");

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"8,restricted", "12,restricted", "10,knock_restricted", "12,knock_restricted"})
    void join_byAMemberOfAnAllowedRoom_isVouchedFor(String version, String rule) {
        String club = alice.createRoomWith(bob);
        String room = restricted(version, rule, club);

        bob.join(room);

        assertThat(alice.state(room, "m.room.member", bob.id()).string(VOUCHER))
                .contains(alice.id());
        assertThat(carol.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void join_afterLeavingTheAllowedRoom_isRefused() {
        String club = alice.createRoomWith(bob);
        String room = restricted("12", "restricted", club);
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, club).ok();

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void join_byInvitation_needsNoCondition() {
        String room = restricted("12", "restricted", alice.createRoom());
        alice.invite(room, carol);

        carol.join(room);

        assertThat(alice.state(room, "m.room.member", carol.id()).has(VOUCHER)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7,restricted", "9,knock_restricted"})
    void join_whereTheVersionLacksTheRule_isRefused(String version, String rule) {
        String club = alice.createRoomWith(bob);
        String room = restricted(version, rule, club);

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void join_withoutConditions_isRefused() {
        String room = alice.createRoom();
        alice.setState(room, "m.room.join_rules", "", json("{'join_rule':'restricted'}"));

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void join_whereNobodyMayInvite_isRefused() {
        String club = alice.createRoomWith(bob);
        String room = restricted("11", "restricted", club);
        alice.setState(
                room,
                "m.room.power_levels",
                "",
                JsonObject.of("invite", 100, "users", JsonObject.of(alice.id(), 50)));

        assertThat(bob.post("/join/{}", JsonObject.EMPTY, room).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void voucher_whenTheStrongestHasLeft_isAnotherMember() {
        String club = alice.createRoomWith(bob, carol);
        String room = restricted("11", "restricted", club);
        bob.join(room);
        alice.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

        carol.join(room);

        assertThat(bob.state(room, "m.room.member", carol.id()).string(VOUCHER)).contains(bob.id());
    }

    @Test
    void memberEvent_setAsStateWithAVoucherOfOnesOwn_isRefused() {
        String room = restricted("12", "restricted", alice.createRoom());

        JsonObject forged = JsonObject.of("membership", "join", VOUCHER, alice.id());

        assertThat(carol.put("/rooms/{}/state/m.room.member/{}", forged, room, carol.id()).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void memberEvent_setAsStateByAMemberOfAnAllowedRoom_joins() {
        String club = alice.createRoomWith(bob);
        String room = restricted("12", "restricted", club);

        bob.setState(
                room,
                "m.room.member",
                bob.id(),
                JsonObject.of("membership", "join", "displayname", "Robert"));

        assertThat(alice.state(room, "m.room.member", bob.id()))
                .isEqualTo(
                        JsonObject.of(
                                "membership",
                                "join",
                                "displayname",
                                "Robert",
                                VOUCHER,
                                alice.id()));
    }

    @Test
    void changedProfile_afterAVouchedJoin_doesNotRepeatTheVoucher() {
        TestClient dora = server.register("dora");
        String club = alice.createRoomWith(dora);
        String room = restricted("12", "restricted", club);
        dora.join(room);

        dora.put("/profile/{}/displayname", JsonObject.of("displayname", "Dora"), dora.id()).ok();

        server.awaitTasks(
                () ->
                        alice.state(room, "m.room.member", dora.id())
                                .string("displayname")
                                .equals(Optional.of("Dora")));
        assertThat(alice.state(room, "m.room.member", dora.id()).has(VOUCHER)).isFalse();
    }

    private String restricted(String version, String rule, String allowed) {
        String room = alice.createRoom(JsonObject.of("room_version", version));
        alice.setState(
                room,
                "m.room.join_rules",
                "",
                JsonObject.of(
                        "join_rule",
                        rule,
                        "allow",
                        JsonArray.of(
                                JsonObject.of("type", "m.room_membership", "room_id", allowed))));
        return room;
    }
}
