package org.stoa.rooms.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoomSummaryTest {
    private static final String PATH = "/_matrix/client/v1/room_summary/{}";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");
    private final TestClient nobody = server.anonymous();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void summary_ofARestrictedEncryptedSpace_hasAllMembers() {
        String club = alice.createRoom();
        String room =
                alice.createRoom(
                        json(
                                "{'name':'Tea','topic':'Leaves','creation_content':{'type':'m.space'},"
                                        + "'room_alias_name':'tea','initial_state':["
                                        + "{'type':'m.room.encryption','state_key':'',"
                                        + "'content':{'algorithm':'m.megolm.v1.aes-sha2'}},"
                                        + "{'type':'m.room.avatar','state_key':'',"
                                        + "'content':{'url':'mxc://localhost/a'}},"
                                        + "{'type':'m.room.join_rules','state_key':'','content':"
                                        + "{'join_rule':'restricted','allow':[{'type':"
                                        + "'m.room_membership','room_id':'"
                                        + club
                                        + "'}]}}]}"));

        JsonObject expected =
                JsonObject.builder()
                        .put("room_id", room)
                        .put("num_joined_members", 1)
                        .put("world_readable", false)
                        .put("guest_can_join", true)
                        .put("join_rule", "restricted")
                        .put("name", "Tea")
                        .put("topic", "Leaves")
                        .put("avatar_url", "mxc://localhost/a")
                        .put("canonical_alias", "#tea:localhost")
                        .put("room_type", "m.space")
                        .put("allowed_room_ids", JsonArray.ofStrings(List.of(club)))
                        .put("encryption", "m.megolm.v1.aes-sha2")
                        .put("room_version", "12")
                        .put("membership", "join")
                        .build();
        assertThat(alice.get(PATH, room).ok()).isEqualTo(expected);
        assertThat(alice.get(PATH, "#tea:localhost").ok()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"public,true", "knock,true", "knock_restricted,true", "invite,false", "x,false"})
    void summary_forStrangers_dependsOnTheJoinRule(String rule, boolean visible) {
        String room = withRule(rule);

        assertThat(bob.get(PATH, room).status()).isEqualTo(visible ? 200 : 404);
        assertThat(nobody.get(PATH, room).status()).isEqualTo(visible ? 200 : 404);
    }

    @Test
    void summary_withoutToken_hasNoMembership() {
        String room = withRule("public");

        assertThat(nobody.get(PATH, room).ok().has("membership")).isFalse();
        assertThat(bob.get(PATH, room).string("membership")).isEqualTo("leave");
    }

    @Test
    void summary_ofARestrictedRoom_isForMembersOfTheAllowedRooms() {
        String club = alice.createRoomWith(bob);
        String room = alice.createRoom();
        alice.setState(
                room,
                "m.room.join_rules",
                "",
                json(
                        "{'join_rule':'restricted','allow':[{'type':'m.room_membership','room_id':'"
                                + club
                                + "'}]}"));

        assertThat(bob.get(PATH, room).status()).isEqualTo(200);
        assertThat(server.register("eve").get(PATH, room).error()).isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void summary_forInvitedAndBanned_isThereAndNot() {
        String room = withRule("public");
        alice.post("/rooms/{}/ban", JsonObject.of("user_id", bob.id()), room).ok();
        assertThat(bob.get(PATH, room).error()).isEqualTo("404 M_NOT_FOUND");

        String other = withRule("invite");
        alice.invite(other, bob);
        assertThat(bob.get(PATH, other).string("membership")).isEqualTo("invite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!none:localhost", "#none:localhost", "#none:elsewhere.example"})
    void summary_ofAnUnknownRoom_isNotFound(String room) {
        assertThat(bob.get(PATH, room).error()).isEqualTo("404 M_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/unstable/im.nheko.summary/summary/{}",
                "/_matrix/client/unstable/im.nheko.summary/rooms/{}/summary"
            })
    void summary_byTheOlderPaths_namesTheVersionBothWays(String path) {
        String room = withRule("public");

        JsonObject summary = bob.get(path, room).ok();

        assertThat(summary.string("room_id")).contains(room);
        assertThat(summary.string("room_version")).contains("12");
        assertThat(summary.string("im.nheko.summary.room_version")).contains("12");
        assertThat(summary.string("im.nheko.summary.version")).contains("12");
    }

    private String withRule(String rule) {
        String room = alice.createRoom();
        alice.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", rule));
        return room;
    }
}
