package org.stoa.rooms.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// State that the rules of a room allow to nobody, because of what it says, is the request's fault; what only its sender may
/// not send is forbidden.
///
/// Spec: client-server-api#standard-error-response (v1.19), rooms/v12#authorization-rules.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedStateTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    private static JsonObject levelOf(TestClient user) {
        return JsonObject.of("users", JsonObject.of(user.id(), 100));
    }

    private static Answer setLevels(TestClient user, String room, JsonObject levels) {
        return user.put("/rooms/{}/state/m.room.power_levels/", levels, room);
    }

    @Test
    void levelOfACreator_isMalformed() {
        String room =
                alice.createRoom(
                        json(
                                "{'room_version':'12','creation_content':{'additional_creators':['"
                                        + bob.id()
                                        + "']}}"));

        assertThat(setLevels(alice, room, levelOf(alice)).error()).isEqualTo("400 M_BAD_JSON");
        assertThat(setLevels(alice, room, levelOf(bob)).error()).isEqualTo("400 M_BAD_JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'users_default':'50'}",
                "{'events':{'m.room.name':[]}}",
                "{'users':{'bob':50}}",
                "{'users':50}"
            })
    void levelsThatAreNone_areMalformed(String levels) {
        String room = alice.createRoomWith(bob);

        assertThat(setLevels(alice, room, json(levels)).error()).isEqualTo("400 M_BAD_JSON");
        assertThat(setLevels(bob, room, json(levels)).error()).isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void levelsAboveTheOwn_areForbidden() {
        String room = alice.createRoom(json("{'room_version':'11'}"));
        JsonObject levels = json("{'users':{'" + alice.id() + "':100},'ban':101}");

        assertThat(setLevels(alice, room, levels).error()).isEqualTo("403 M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "12"})
    void secondCreateEvent_isMalformed(String version) {
        String room = alice.createRoom(JsonObject.of("room_version", version));

        assertThat(
                        alice.put(
                                        "/rooms/{}/state/m.room.create/",
                                        JsonObject.of("room_version", version, "new", true),
                                        room)
                                .error())
                .isEqualTo("400 M_BAD_JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'@bob:localhost'", "['@bob:localhost',42]", "['bob']", "['@bob:do$main']"})
    void additionalCreators_thatAreNoUserIds_areMalformed(String creators) {
        JsonObject wish =
                json(
                        "{'room_version':'12','creation_content':{'additional_creators':"
                                + creators
                                + "}}");

        assertThat(alice.post("/createRoom", wish).error()).isEqualTo("400 M_BAD_JSON");
    }

    @Test
    void levelOfTheCreator_inANewRoom_isAnInvalidState() {
        JsonObject wish =
                JsonObject.of("room_version", "12", "power_level_content_override", levelOf(alice));

        assertThat(alice.post("/createRoom", wish).error()).isEqualTo("400 M_INVALID_ROOM_STATE");
    }
}
