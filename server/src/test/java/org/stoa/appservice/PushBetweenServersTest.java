package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TwoServers;

/// What a service is told of the rooms of another server.
@Timeout(120)
final class PushBetweenServersTest {
    private static final String BOB = "@irc_bob:two.test";

    @TempDir private Path folder;

    @Test
    void ghost_invitedByAnotherServer_isToldOfAndHearsTheRoomOnceItHasJoined() {
        try (ScriptedService service = ScriptedService.start();
                TwoServers servers =
                        new TwoServers(
                                folder,
                                UnaryOperator.identity(),
                                config ->
                                        config.withAppServices(
                                                TestRegistrations.of(
                                                        ServerName.parse("two.test"),
                                                        TestRegistrations.irc(service.url()))))) {
            TestClient alice = servers.one().register("alice");
            TestClient bridge =
                    servers.two()
                            .anonymous()
                            .as(
                                    JsonObject.of(
                                            "user_id", "@ircbot:two.test",
                                            "access_token", TestRegistrations.AS_TOKEN,
                                            "device_id", "none"));
            bridge.post(
                            "/register",
                            TestClient.json(
                                    "{'type': 'm.login.application_service', 'username': 'irc_bob', 'inhibit_login': true}"))
                    .ok();
            String room = alice.createRoom(JsonObject.of("name", "Far away"));

            alice.post("/rooms/{}/invite", JsonObject.of("user_id", BOB), room).ok();

            ScriptedService.await(() -> !service.events().isEmpty());
            JsonObject invite = service.events().getFirst();
            assertThat(invite.string("room_id")).contains(room);
            assertThat(invite.string("state_key")).contains(BOB);
            assertThat(
                            invite.object("unsigned")
                                    .flatMap(unsigned -> unsigned.array("invite_room_state"))
                                    .map(Object::toString)
                                    .orElse(""))
                    .contains("Far away");

            bridge.post("/join/{}?user_id={}", JsonObject.EMPTY, room, BOB).ok();
            bridge.put(
                            "/rooms/{}/send/m.room.message/t1?user_id={}",
                            TestClient.json("{'msgtype': 'm.text', 'body': 'here I am'}"),
                            room,
                            BOB)
                    .ok();

            service.awaitMessage("here I am");
            assertThat(service.events())
                    .anyMatch(
                            event ->
                                    event.string("state_key").equals(Optional.of(BOB))
                                            && event.object("content")
                                                    .flatMap(
                                                            content -> content.string("membership"))
                                                    .equals(Optional.of("join")));
        }
    }
}
