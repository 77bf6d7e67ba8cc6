package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.http.HttpConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TestServer;

/// Who an application service is: application-service-api#identity-assertion and what follows.
final class IdentityTest {
    private static final String BOB = "@irc_Bob:localhost";

    private final TestServer server =
            TestServer.start(
                    config ->
                            config.withAppServices(
                                    TestRegistrations.of(TestRegistrations.irc("null"))));
    private TestClient bridge = server.anonymous();

    @BeforeEach
    void connect() {
        bridge = TestRegistrations.client(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void service_thatNamesNobody_isItsSender() {
        assertThat(bridge.get("/account/whoami").ok())
                .isEqualTo(JsonObject.of("user_id", "@ircbot:localhost", "is_guest", false));
        assertThat(
                        server.anonymous()
                                .get("/account/whoami?access_token={}", TestRegistrations.AS_TOKEN)
                                .string("user_id"))
                .isEqualTo("@ircbot:localhost");
    }

    @Test
    void ghost_thatIsRegistered_isWhoTheServiceSays() {
        JsonObject answer = register("irc_Bob", true).ok();

        assertThat(answer.string("user_id")).contains(BOB);
        assertThat(answer.has("access_token")).isFalse();
        assertThat(bridge.get("/account/whoami?user_id={}", BOB).string("user_id")).isEqualTo(BOB);
    }

    @Test
    void ghost_thatIsNotRegistered_isRefusedNowAndMadeBeforeR0() {
        assertThat(bridge.get("/account/whoami?user_id={}", BOB).error())
                .isEqualTo("403 M_FORBIDDEN");

        bridge.post("/_matrix/client/api/v1/createRoom?user_id={}", JsonObject.EMPTY, BOB).ok();

        assertThat(bridge.get("/account/whoami?user_id={}", BOB).string("user_id")).isEqualTo(BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@alice:localhost", "@irc_bob:elsewhere", "nobody"})
    void user_outsideOfTheNamespace_isForbidden(String user) {
        assertThat(bridge.get("/account/whoami?user_id={}", user).error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void ordinaryUser_withUserId_staysWhoHeIs() {
        TestClient alice = server.register("alice");

        assertThat(alice.get("/account/whoami?user_id={}", BOB).string("user_id"))
                .isEqualTo(alice.id());
    }

    @Test
    void device_thatTheServiceMade_isActedAs() {
        register("irc_Bob", true).ok();
        assertThat(bridge.get("/account/whoami?user_id={}&device_id=D1", BOB).error())
                .isEqualTo("400 M_UNKNOWN_DEVICE");

        bridge.put("/devices/D1?user_id={}", JsonObject.of("display_name", "Desk"), BOB).ok();

        assertThat(bridge.get("/account/whoami?user_id={}&device_id=D1", BOB).string("device_id"))
                .isEqualTo("D1");
        assertThat(
                        bridge.get(
                                        "/account/whoami?user_id={}&org.matrix.msc3202.device_id=D1",
                                        BOB)
                                .string("device_id"))
                .isEqualTo("D1");
        assertThat(bridge.get("/devices/D1?user_id={}", BOB).string("display_name"))
                .isEqualTo("Desk");
        bridge.delete("/devices/D1?user_id={}", JsonObject.EMPTY, BOB).ok();
        assertThat(
                        bridge.get("/devices?user_id={}", BOB)
                                .ok()
                                .array("devices")
                                .orElseThrow()
                                .size())
                .isZero();
    }

    @Test
    void timestamp_ofAService_isThatOfTheEvent() {
        String room = bridge.createRoom();
        JsonObject hello = JsonObject.of("msgtype", "m.text", "body", "hello");

        String message =
                bridge.put("/rooms/{}/send/m.room.message/t1?ts=1234", hello, room)
                        .string("event_id");
        String state =
                bridge.put(
                                "/rooms/{}/state/m.room.topic/?org.matrix.msc3316.ts=5678",
                                JsonObject.of("topic", "x"),
                                room)
                        .string("event_id");

        assertThat(time(room, message)).isEqualTo(1234);
        assertThat(time(room, state)).isEqualTo(5678);
        for (String wrong : List.of("-1", "soon", "9007199254740992")) {
            assertThat(
                            bridge.put("/rooms/{}/send/m.room.message/t2?ts={}", hello, room, wrong)
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    private long time(String room, String event) {
        return bridge.get("/rooms/{}/event/{}", room, event)
                .ok()
                .integer("origin_server_ts")
                .orElseThrow();
    }

    @Test
    void timestamp_ofAnOrdinaryUser_isNotTaken() {
        TestClient alice = server.register("alice");
        String room = alice.createRoom();
        String event =
                alice.put(
                                "/rooms/{}/send/m.room.message/t1?ts=1234",
                                JsonObject.of("msgtype", "m.text", "body", "x"),
                                room)
                        .string("event_id");

        assertThat(
                        alice.get("/rooms/{}/event/{}", room, event)
                                .ok()
                                .integer("origin_server_ts")
                                .orElseThrow())
                .isEqualTo(server.time().millis());
    }

    @Test
    void registration_outsideOfTheNamespace_isExclusive() {
        assertThat(register("alice", true).error()).isEqualTo("400 M_EXCLUSIVE");
        register("irc_Bob", true).ok();
        assertThat(register("irc_Bob", true).error()).isEqualTo("400 M_USER_IN_USE");
    }

    @Test
    void registration_withoutTheTokenOfAService_isUnauthorized() {
        JsonObject body =
                JsonObject.of("type", "m.login.application_service", "username", "irc_bob");

        assertThat(server.anonymous().post("/register", body).error())
                .isEqualTo("401 M_MISSING_TOKEN");
        assertThat(server.register("alice").post("/register", body).error())
                .isEqualTo("401 M_UNKNOWN_TOKEN");
    }

    @Test
    void registration_beforeR0_makesAGhost() {
        JsonObject answer =
                bridge.post(
                                "/_matrix/client/api/v1/register",
                                JsonObject.of(
                                        "type", "m.login.application_service", "user", "irc_Bob"))
                        .ok();

        assertThat(answer.string("user_id")).contains(BOB);
        assertThat(bridge.as(answer).get("/account/whoami").string("user_id")).isEqualTo(BOB);
    }

    @Test
    void login_ofAGhost_takesNoPassword() {
        register("irc_Bob", true).ok();

        JsonObject session = logIn(bridge, "irc_Bob").ok();

        assertThat(bridge.as(session).get("/account/whoami").string("user_id")).isEqualTo(BOB);
        assertThat(server.anonymous().get("/login").text()).contains("m.login.application_service");
    }

    private static Answer logIn(TestClient client, String user) {
        return client.post(
                "/login",
                JsonObject.of(
                        "type",
                        "m.login.application_service",
                        "identifier",
                        JsonObject.of("type", "m.id.user", "user", user)));
    }

    @Test
    void login_asSomebodyElse_isRefused() {
        server.register("alice");

        assertThat(logIn(bridge, "alice").error()).isEqualTo("400 M_EXCLUSIVE");
        assertThat(logIn(bridge, "irc_nobody").error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(logIn(server.anonymous(), "irc_bob").error()).isEqualTo("401 M_MISSING_TOKEN");
    }

    @Test
    void exclusiveNames_forOthers_areTaken() {
        TestClient alice = server.register("alice");
        JsonObject wish =
                JsonObject.of(
                        "username",
                        "irc_bob",
                        "password",
                        "secret",
                        "auth",
                        JsonObject.of("type", "m.login.dummy"));

        assertThat(server.anonymous().post("/register", wish).error()).isEqualTo("400 M_EXCLUSIVE");
        assertThat(
                        alice.put(
                                        "/directory/room/{}",
                                        JsonObject.of("room_id", alice.createRoom()),
                                        "#irc_x:localhost")
                                .error())
                .isEqualTo("400 M_EXCLUSIVE");
        assertThat(alice.post("/createRoom", JsonObject.of("room_alias_name", "irc_x")).error())
                .isEqualTo("400 M_EXCLUSIVE");
        bridge.post("/createRoom", JsonObject.of("room_alias_name", "irc_x")).ok();
    }

    @Test
    void registrations_thatAreReplaced_holdAtOnce() {
        server.homeserver().appServices().replace(List.of());

        assertThat(bridge.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        server.register("irc_carol");
    }

    @Test
    void rateLimits_forAServiceThatHasNone_doNotHold() {
        try (TestServer limited =
                TestServer.start(
                        config ->
                                config.withHttp(HttpConfig.defaults())
                                        .withAppServices(
                                                TestRegistrations.of(
                                                        TestRegistrations.irc("null"))))) {
            TestClient client = TestRegistrations.client(limited);

            for (int i = 0; i < 100; i++) {
                client.post(
                                "/register",
                                JsonObject.of(
                                        "type",
                                        "m.login.application_service",
                                        "username",
                                        "irc_" + i,
                                        "inhibit_login",
                                        true))
                        .ok();
                client.post("/createRoom?user_id={}", JsonObject.EMPTY, "@irc_" + i + ":localhost")
                        .ok();
            }
        }
    }

    private Answer register(String name, boolean inhibitLogin) {
        return bridge.post(
                "/register",
                JsonObject.of(
                        "type",
                        "m.login.application_service",
                        "username",
                        name,
                        "inhibit_login",
                        inhibitLogin));
    }
}
