package org.stoa.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.control.ControlCommands;
import org.stoa.boot.control.NoticeCommands;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// What the server tells its users.
final class ServerNoticesTest {
    private static final String PATH = "/_synapse/admin/v1/send_server_notice";

    private static HomeserverConfig withNotices(HomeserverConfig config) {
        return config.withRooms(config.rooms().withNoticesUser(UserId.parse("@notices:localhost")));
    }

    private static TestServer start() {
        return TestServer.start(ServerNoticesTest::withNotices);
    }

    private static TestClient admin(TestServer server) {
        TestClient admin = server.register("admin");
        server.homeserver().accounts().admin().setAdmin("admin", true);
        return admin;
    }

    private static JsonObject notice(TestClient to, String text) {
        return JsonObject.of(
                "user_id", to.id(), "content", JsonObject.of("msgtype", "m.text", "body", text));
    }

    private static String invitedTo(TestClient user) {
        return user.sync()
                .object("rooms")
                .flatMap(rooms -> rooms.object("invite"))
                .orElseThrow(() -> new AssertionError("no invite"))
                .names()
                .iterator()
                .next();
    }

    @EachEngine
    void notice_first_invitesIntoARoomThatCannotBeRefused(TestDatabase database) {
        try (TestServer server = TestServer.start(database, ServerNoticesTest::withNotices)) {
            TestClient alice = server.register("alice");
            String event = admin(server).post(PATH, notice(alice, "hello")).string("event_id");

            String room = invitedTo(alice);
            assertThat(alice.get("/user/{}/rooms/{}/tags", alice.id(), room).ok())
                    .isEqualTo(
                            JsonObject.of(
                                    "tags", JsonObject.of("m.server_notice", JsonObject.EMPTY)));
            assertThat(alice.post("/rooms/{}/leave", JsonObject.EMPTY, room).error())
                    .isEqualTo("403 M_CANNOT_LEAVE_SERVER_NOTICE_ROOM");
            assertThat(
                            alice.put(
                                            "/rooms/{}/state/m.room.member/{}",
                                            JsonObject.of("membership", "leave"),
                                            room,
                                            alice.id())
                                    .error())
                    .isEqualTo("403 M_CANNOT_LEAVE_SERVER_NOTICE_ROOM");
            alice.join(room);
            assertThat(alice.get("/rooms/{}/event/{}", room, event).ok().object("content"))
                    .contains(JsonObject.of("msgtype", "m.text", "body", "hello"));
            assertThat(
                            alice.put(
                                            "/rooms/{}/send/m.room.message/1",
                                            JsonObject.of("msgtype", "m.text", "body", "hi"),
                                            room)
                                    .error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @Test
    void notice_afterTheRoomWasLeft_invitesIntoTheSameRoom() {
        try (TestServer server = start()) {
            TestClient alice = server.register("alice");
            TestClient admin = admin(server);
            admin.post(PATH, notice(alice, "one")).ok();
            String room = invitedTo(alice);
            alice.join(room);
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.post("/rooms/{}/forget", JsonObject.EMPTY, room).ok();

            server.restart();
            admin.post(PATH, notice(alice, "two")).ok();

            assertThat(invitedTo(alice)).isEqualTo(room);
        }
    }

    @Test
    void notice_withATransactionId_isSentOnce() {
        try (TestServer server = start()) {
            TestClient alice = server.register("alice");
            TestClient admin = admin(server);

            String first = admin.put(PATH + "/1", notice(alice, "one")).string("event_id");
            assertThat(admin.put(PATH + "/1", notice(alice, "one")).string("event_id"))
                    .isEqualTo(first);
            assertThat(admin.put(PATH + "/2", notice(alice, "one")).string("event_id"))
                    .isNotEqualTo(first);
        }
    }

    @Test
    void notice_ofOthersOrToNobody_isRefused() {
        try (TestServer server = start()) {
            TestClient alice = server.register("alice");
            TestClient admin = admin(server);

            assertThat(alice.post(PATH, notice(alice, "x")).error()).isEqualTo("403 M_FORBIDDEN");
            for (String[] each :
                    new String[][] {
                        {"@nobody:localhost", "404 M_NOT_FOUND"},
                        {"@notices:localhost", "404 M_NOT_FOUND"},
                        {"@alice:elsewhere.example", "400 M_INVALID_PARAM"}
                    }) {
                JsonObject request = JsonObject.of("user_id", each[0], "content", JsonObject.EMPTY);
                assertThat(admin.post(PATH, request).error()).isEqualTo(each[1]);
            }
            assertThat(admin.post(PATH, JsonObject.of("user_id", alice.id())).error())
                    .isEqualTo("400 M_MISSING_PARAM");
        }
    }

    @Test
    void user_ofNotices_isMadeAtTheStartAndIsNobodyElse() {
        try (TestServer server = start()) {
            assertThat(server.anonymous().get("/register/available?username=notices").error())
                    .isEqualTo("400 M_USER_IN_USE");
            TestClient alice = server.register("alice");
            TestClient admin = admin(server);
            server.homeserver().accounts().admin().setPassword("notices", "somebody's own");

            assertThat(admin.post(PATH, notice(alice, "x")).error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @Test
    void account_closed_leavesTheRoomOfNotices() {
        try (TestServer server = start()) {
            TestClient alice = server.register("alice");
            admin(server).post(PATH, notice(alice, "x")).ok();
            String other = alice.createRoom();
            server.homeserver().accounts().admin().deactivate("alice", false);

            var rooms = server.homeserver().rooms().rooms();
            server.awaitTasks(
                    () -> rooms.require(RoomId.parse(other)).visible().head().joined() == 0);
        }
    }

    @Test
    void command_toSomeUsers_saysWhoCouldNotBeReached() {
        try (TestServer server = start()) {
            TestClient alice = server.register("alice");
            ControlCommands commands = ControlCommands.of(server.homeserver());

            JsonObject answer =
                    commands.handle(NoticeCommands.send(List.of("alice", "nobody"), "Bye"));

            assertThat(answer)
                    .isEqualTo(
                            JsonObject.of(
                                    "sent",
                                    1,
                                    "failed",
                                    JsonArray.ofStrings(
                                            List.of("nobody: There is no account named nobody"))));
            String room = invitedTo(alice);
            alice.join(room);
            assertThat(
                            TestClient.timeline(alice.sync(), room).stream()
                                    .map(event -> event.object("content").orElseThrow())
                                    .filter(content -> content.has("body")))
                    .containsExactly(
                            JsonObject.of(
                                    "msgtype",
                                    "m.server_notice",
                                    "server_notice_type",
                                    "org.stoa.message",
                                    "body",
                                    "Bye"));
        }
    }

    @Test
    void command_withoutANoticesUser_saysWhatToSet() {
        try (TestServer server = TestServer.start()) {
            JsonObject answer =
                    ControlCommands.of(server.homeserver())
                            .handle(NoticeCommands.send(List.of("alice"), "Bye"));

            assertThat(answer.string("error").orElse("")).startsWith("notices.user is not set");
            assertThat(admin(server).post(PATH, JsonObject.EMPTY).error())
                    .isEqualTo("404 M_UNRECOGNIZED");
        }
    }
}
