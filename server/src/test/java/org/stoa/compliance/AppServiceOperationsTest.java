package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.ScriptedService.Heard;
import org.stoa.testing.ScriptedService.Reply;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TestServer;

/// What is asked of application services, and what they and clients ask because of them.
final class AppServiceOperationsTest {
    private static final String BOB = "@irc_bob:localhost";

    private final ScriptedService service = ScriptedService.start();
    private final TestServer server =
            TestServer.start(
                    config ->
                            config.withAppServices(
                                    TestRegistrations.of(TestRegistrations.irc(service.url()))));
    private TestClient bridge = server.anonymous();
    private TestClient alice = server.anonymous();

    @BeforeEach
    void connect() {
        bridge = TestRegistrations.client(server);
        alice = server.register("alice");
    }

    @AfterEach
    void stop() {
        server.close();
        service.close();
    }

    @Test
    @Proves("application-service/sendTransaction")
    void event_inARoomOfAGhost_isTold() {
        register();
        String room = alice.createRoom(JsonObject.of("invite", JsonArray.ofStrings(List.of(BOB))));

        alice.say(room, "not yet for Bob");
        bridge.post("/join/{}?user_id={}", JsonObject.EMPTY, room, BOB).ok();
        alice.say(room, "for Bob");

        service.awaitMessage("for Bob");
        bridge.get("/account/whoami").ok();
        assertThat(service.messages()).containsExactly("for Bob");
    }

    private void register() {
        bridge.post(
                        "/register",
                        JsonObject.of(
                                "type",
                                "m.login.application_service",
                                "username",
                                "irc_bob",
                                "inhibit_login",
                                true))
                .ok();
    }

    @Test
    @Proves("application-service/queryRoomByAlias")
    void alias_thatTheServiceMakesWhenAsked_isJoined() {
        service.answer(
                heard -> {
                    if (heard.path().endsWith("/rooms/%23irc_net%3Alocalhost")) {
                        bridge.createRoom(
                                Json.parseObject(
                                        """
                                        {"room_alias_name": "irc_net", "preset": "public_chat"}
                                        """
                                                .getBytes(StandardCharsets.UTF_8)));
                        return ScriptedService.OK;
                    }
                    return new Reply(404, "{}");
                });

        alice.join("#irc_net:localhost");

        assertThat(service.heard())
                .filteredOn(heard -> heard.path().contains("/rooms/"))
                .singleElement()
                .satisfies(
                        heard -> {
                            assertThat(heard.path()).startsWith("/_matrix/app/v1/");
                            assertThat(heard.token()).contains("Bearer the-hs-token");
                            assertThat(heard.query()).isEqualTo("access_token=the-hs-token");
                        });
        assertThat(alice.get("/directory/room/{}", "#irc_net:localhost").status()).isEqualTo(200);
        assertThat(alice.get("/directory/room/{}", "#irc_other:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    @Proves("application-service/queryUserById")
    void ghost_thatIsInvitedForTheFirstTime_isAskedFor() {
        service.answer(
                heard -> {
                    if (heard.path().endsWith("/users/%40irc_bob%3Alocalhost")) {
                        register();
                        bridge.put(
                                        "/profile/{}/displayname?user_id={}",
                                        JsonObject.of("displayname", "Bob of IRC"),
                                        BOB,
                                        BOB)
                                .ok();
                    }
                    return ScriptedService.OK;
                });
        String room = alice.createRoom();

        alice.post("/rooms/{}/invite", JsonObject.of("user_id", BOB), room).ok();

        assertThat(alice.state(room, "m.room.member", BOB).string("displayname"))
                .contains("Bob of IRC");
        alice.get("/profile/{}", BOB).ok();
        assertThat(service.heard())
                .filteredOn(heard -> heard.path().contains("/users/"))
                .hasSize(1);
    }

    @Test
    @Proves({"pingAppservice", "application-service/ping"})
    void ping_ofAService_goesThereAndBack() {
        Answer answer = ping("irc");

        assertThat(answer.ok().integer("duration_ms")).isPresent();
        bridge.get("/account/whoami").ok();
        Heard heard = service.heard().getLast();
        assertThat(heard.method() + " " + heard.path()).isEqualTo("POST /_matrix/app/v1/ping");
        assertThat(heard.json()).isEqualTo(JsonObject.of("transaction_id", "meow"));
        assertThat(ping("other").error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(alice.post(PING, JsonObject.EMPTY, "irc").error()).isEqualTo("403 M_FORBIDDEN");
    }

    private static final String PING = "/_matrix/client/v1/appservice/{}/ping";

    private Answer ping(String id) {
        return bridge.post(PING, JsonObject.of("transaction_id", "meow"), id);
    }

    @Test
    void ping_thatFails_saysWhy() {
        service.answer(heard -> new Reply(403, "{\"errcode\":\"M_FORBIDDEN\"}"));
        assertThat(ping("irc").with(502))
                .isEqualTo(
                        JsonObject.builder()
                                .put("errcode", "M_BAD_STATUS")
                                .put("error", "The application service answered 403")
                                .put("status", 403)
                                .put("body", "{\"errcode\":\"M_FORBIDDEN\"}")
                                .build());

        service.stop();
        assertThat(ping("irc").error()).isEqualTo("502 M_CONNECTION_FAILED");

        server.homeserver()
                .appServices()
                .replace(TestRegistrations.of(TestRegistrations.irc("null")));
        assertThat(ping("irc").error()).isEqualTo("400 M_URL_NOT_SET");
    }

    @Test
    @Proves({"getProtocols", "getProtocolMetadata", "application-service/getProtocolMetadata"})
    void protocol_ofAService_isDescribedWithAnIdForEachInstance() {
        service.answer(
                heard ->
                        heard.path().endsWith("/thirdparty/protocol/irc")
                                ? new Reply(
                                        200,
                                        """
                                        {"user_fields": ["nick"], "location_fields": ["channel"], "icon": "mxc://x/y",
                                         "field_types": {"nick": {"regexp": ".*", "placeholder": "n"}, "channel": {"regexp": "#.*", "placeholder": "#c"}},
                                         "instances": [{"network_id": "libera", "desc": "Libera", "fields": {"network": "libera"}}]}
                                        """)
                                : new Reply(404, "{}"));

        JsonObject protocol = alice.get("/thirdparty/protocol/irc").ok();

        assertThat(
                        protocol.array("instances")
                                .orElseThrow()
                                .objects()
                                .getFirst()
                                .string("instance_id"))
                .contains("irc|libera");
        assertThat(alice.get("/thirdparty/protocols").ok())
                .isEqualTo(JsonObject.of("irc", protocol));
        assertThat(alice.get("/thirdparty/protocol/xmpp").error()).isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    @Proves({
        "queryLocationByProtocol",
        "queryUserByProtocol",
        "queryLocationByAlias",
        "queryUserByID",
        "application-service/queryLocationByProtocol",
        "application-service/queryUserByProtocol",
        "application-service/queryLocationByAlias",
        "application-service/queryUserByID"
    })
    void thirdParties_thatAServiceKnows_areFoundBothWays() {
        String location =
                "[{\"alias\":\"#irc_c:localhost\",\"protocol\":\"irc\",\"fields\":{\"channel\":\"#c\"}}]";
        String user =
                "[{\"userid\":\"@irc_bob:localhost\",\"protocol\":\"irc\",\"fields\":{\"nick\":\"bob\"}}]";
        service.answer(
                heard -> new Reply(200, heard.path().contains("/location") ? location : user));

        assertThat(alice.get("/thirdparty/location/irc?channel=%23c").text()).isEqualTo(location);
        assertThat(service.heard().getLast().path())
                .isEqualTo("/_matrix/app/v1/thirdparty/location/irc");
        assertThat(service.heard().getLast().query())
                .isEqualTo("channel=%23c&access_token=the-hs-token");
        assertThat(alice.get("/thirdparty/user/irc?nick=bob").text()).isEqualTo(user);
        assertThat(alice.get("/thirdparty/location?alias={}", "#irc_c:localhost").text())
                .isEqualTo(location);
        assertThat(alice.get("/thirdparty/user?userid={}", BOB).text()).isEqualTo(user);
        assertThat(alice.get("/thirdparty/user/xmpp?nick=bob").error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(alice.get("/thirdparty/user?userid={}", alice.id()).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    void thirdParties_thatFailOrTalkNonsense_areNotFound() {
        for (Reply reply :
                List.of(
                        new Reply(500, ""),
                        new Reply(200, "<html>"),
                        new Reply(200, "{}"),
                        new Reply(200, "[{\"userid\":7}]"))) {
            service.answer(heard -> reply);

            assertThat(alice.get("/thirdparty/user/irc?nick=bob").error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
        service.stop();
        assertThat(alice.get("/thirdparty/user/irc?nick=bob").error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(alice.get("/thirdparty/protocols").ok()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void names_thatAServiceCannotMake_areNotFound() {
        String alias = "#irc_net:localhost";
        for (Reply reply : List.of(new Reply(404, "{}"), new Reply(500, ""), ScriptedService.OK)) {
            service.answer(heard -> reply);

            assertThat(alice.post("/join/{}", JsonObject.EMPTY, alias).error())
                    .isEqualTo("404 M_NOT_FOUND");
        }
        service.stop();
        assertThat(alice.post("/join/{}", JsonObject.EMPTY, alias).error())
                .isEqualTo("404 M_NOT_FOUND");
        alice.post("/rooms/{}/invite", JsonObject.of("user_id", BOB), alice.createRoom()).ok();
        assertThat(alice.get("/profile/{}", BOB).status()).isEqualTo(404);
        service.comeBack();
        service.answer(
                heard -> {
                    if (heard.path().contains("/rooms/")) {
                        bridge.createRoom(
                                JsonObject.of(
                                        "room_alias_name", "irc_net", "preset", "public_chat"));
                    }
                    return ScriptedService.OK;
                });
        alice.join(alias);
    }

    /// One wants every alias and answers nobody, another says yes to everything and makes nothing.
    @Test
    void services_thatWantEveryName_doNotKeepItFromTheOneThatMakesIt() {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedService silent = ScriptedService.start(heard -> waiting(never));
                ScriptedService liar = ScriptedService.start()) {
            server.homeserver()
                    .appServices()
                    .replace(
                            TestRegistrations.of(
                                    greedy("silent", silent.url()),
                                    greedy("liar", liar.url()),
                                    TestRegistrations.irc(service.url())));
            service.answer(
                    heard -> {
                        if (heard.path().contains("/rooms/")) {
                            bridge.createRoom(
                                    JsonObject.of(
                                            "room_alias_name", "irc_net", "preset", "public_chat"));
                        } else if (heard.path().contains("/users/")) {
                            register();
                        }
                        return ScriptedService.OK;
                    });

            alice.join("#irc_net:localhost");
            alice.post("/rooms/{}/invite", JsonObject.of("user_id", BOB), alice.createRoom()).ok();

            assertThat(alice.get("/profile/{}", BOB).status()).isEqualTo(200);
            never.countDown();
        }
    }

    private static Reply waiting(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Reply(500, "{}");
    }

    private static String greedy(String name, String url) {
        return """
        id: %s
        url: %s
        as_token: as-%s
        hs_token: hs-%s
        sender_localpart: %s
        namespaces:
          users: [{exclusive: false, regex: ".*"}]
          aliases: [{exclusive: false, regex: ".*"}]
          rooms: [{exclusive: false, regex: ".*"}]
        """
                .formatted(name, url, name, name, name);
    }

    @Test
    void names_ofAServiceOfBeforeVersions_areAskedForAtTheOldPath() {
        service.answer(
                heard -> {
                    if (heard.path().startsWith("/rooms/")) {
                        bridge.createRoom(
                                JsonObject.of(
                                        "room_alias_name", "irc_net", "preset", "public_chat"));
                    }
                    return heard.path().startsWith("/_matrix/app/v1")
                            ? new Reply(501, "")
                            : new Reply(200, "[]");
                });

        alice.join("#irc_net:localhost");
        alice.get("/profile/{}", BOB);
        alice.get("/thirdparty/user/irc?nick=bob");
        alice.get("/thirdparty/location/irc?channel=c");

        assertThat(
                        service.heard().stream()
                                .filter(heard -> !heard.isTransaction())
                                .map(Heard::path))
                .containsExactly(
                        "/_matrix/app/v1/rooms/%23irc_net%3Alocalhost",
                        "/rooms/%23irc_net%3Alocalhost",
                        "/_matrix/app/v1/users/%40irc_bob%3Alocalhost",
                        "/users/%40irc_bob%3Alocalhost",
                        "/_matrix/app/v1/thirdparty/user/irc",
                        "/_matrix/app/unstable/thirdparty/user/irc",
                        "/_matrix/app/unstable/thirdparty/location/irc");
    }

    @Test
    @Proves("updateAppserviceRoomDirectoryVisibility")
    void room_inTheDirectoryOfANetwork_isListedThereAlone() {
        String room = bridge.createRoom(JsonObject.of("name", "Libera", "preset", "public_chat"));
        String path = "/directory/list/appservice/{}/{}";
        bridge.put(path, JsonObject.of("visibility", "public"), "libera", room).ok();

        assertThat(listed(Optional.of("irc|libera"))).containsExactly(room);
        assertThat(listed(Optional.of("irc|oftc"))).isEmpty();
        assertThat(listed(Optional.empty())).isEmpty();
        assertThat(alice.put(path, JsonObject.of("visibility", "public"), "libera", room).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(bridge.put(path, JsonObject.of("visibility", "x"), "libera", room).error())
                .isEqualTo("400 M_INVALID_PARAM");
        assertThat(
                        bridge.put(
                                        path,
                                        JsonObject.of("visibility", "public"),
                                        "libera",
                                        "!no:where")
                                .error())
                .isEqualTo("404 M_NOT_FOUND");

        bridge.put(path, JsonObject.of("visibility", "private"), "libera", room).ok();

        assertThat(listed(Optional.of("irc|libera"))).isEmpty();
    }

    private List<String> listed(Optional<String> instance) {
        JsonObject wish =
                JsonObject.builder().putIfPresent("third_party_instance_id", instance).build();
        return alice.post("/publicRooms", wish).ok().array("chunk").orElseThrow().objects().stream()
                .map(room -> room.string("room_id").orElseThrow())
                .toList();
    }
}
