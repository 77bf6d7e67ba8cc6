package org.stoa.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.ScriptedService.Heard;
import org.stoa.testing.ScriptedService.Reply;
import org.stoa.testing.ServerProcess;

/// The tutorial of 2015 that builds an application service which logs rooms: its registration file, and its two programs. The
/// programs are played here by the routes that they have; in the folder `sdk-conversations` they run as they were written.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class AppServiceWalkthrough {
    private static final String V1 = "/_matrix/client/api/v1";
    private static final String TOKEN = "wfghWEGh3wgWHEf3478sHFWE";

    private static final String REGISTRATION =
            """
            # registration.yaml

            # this is the base URL of the application service
            url: "http://localhost:5000"

            # This is the token that the AS should use as its access_token when using the Client-Server API
            # This can be anything you want.
            as_token: wfghWEGh3wgWHEf3478sHFWE

            # This is the token that the HS will use when sending requests to the AS.
            # This can be anything you want.
            hs_token: ugw8243igya57aaABGFfgeyu

            # this is the local part of the desired user ID for this AS (in this case @logging:localhost)
            sender_localpart: logging
            namespaces:
              users: []
              rooms: []
              aliases:
                - exclusive: false
                  regex: "#logged_.*"
            """;

    private final ScriptedService service = ScriptedService.start();
    private final ServerProcess server;
    private final Curl curl;

    AppServiceWalkthrough(TestEngine engine) {
        server =
                ServerProcess.start(
                        engine,
                        Map.of(
                                "registration.yaml",
                                REGISTRATION.replace("http://localhost:5000", service.url()),
                                "stoa.yaml",
                                """
                                registration: {mode: open}
                                app_service_config_files:
                                - "registration.yaml"
                                """));
        curl = new Curl(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
        service.close();
    }

    @Test
    void loggingService_stepByStep_worksAsShown() {
        String alice = register("alice");

        onlyTransactionsAreAnswered();
        aRoomThatIsCreatedIsLogged(alice);
        aRoomThatIsNotCreatedCannotBeJoined(alice);
        aliasesAreAnsweredByCreatingTheRoom();
        aRoomThatIsNotCreatedCanBeJoinedNow(alice);
    }

    /// `@app.route("/transactions/<transaction>", methods=["PUT"])`
    private void onlyTransactionsAreAnswered() {
        service.answer(
                heard ->
                        isOnReceiveEvents(heard)
                                ? new Reply(200, "{}\n")
                                : new Reply(404, "<!doctype html><title>404 Not Found</title>"));
    }

    private static boolean isOnReceiveEvents(Heard heard) {
        return heard.method().equals("PUT") && heard.path().startsWith("/transactions/");
    }

    private void aRoomThatIsCreatedIsLogged(String alice) {
        String room =
                JsonWalk.string(
                        curl.post(
                                        V1 + "/createRoom?access_token=" + alice,
                                        "{\"room_alias_name\": \"logged_test\"}")
                                .ok(),
                        "room_id");
        say(room, alice, "hello");

        List<JsonObject> logged = awaitLogged("hello");

        assertThat(logged.getFirst().string("type")).contains("m.room.create");
        assertThat(logged)
                .allSatisfy(
                        event -> {
                            // What the program prints: event["user_id"], ["room_id"], ["type"],
                            // ["content"].
                            assertThat(event.string("user_id")).contains("@alice:localhost");
                            assertThat(event.string("room_id")).contains(room);
                            assertThat(event.string("type")).isPresent();
                            assertThat(event.object("content")).isPresent();
                        });
    }

    private void say(String room, String token, String text) {
        curl.post(
                        V1
                                + "/rooms/"
                                + Curl.encoded(room)
                                + "/send/m.room.message?access_token="
                                + token,
                        "{\"msgtype\":\"m.text\", \"body\":\"" + text + "\"}")
                .ok();
    }

    /// The events that the program has printed.
    private List<JsonObject> logged() {
        return service.heard().stream()
                .filter(AppServiceWalkthrough::isOnReceiveEvents)
                .flatMap(heard -> heard.events().stream())
                .toList();
    }

    private List<JsonObject> awaitLogged(String text) {
        ScriptedService.await(
                () ->
                        logged().stream()
                                .anyMatch(
                                        event ->
                                                event.object("content")
                                                        .flatMap(content -> content.string("body"))
                                                        .equals(Optional.of(text))));
        return logged();
    }

    private void aRoomThatIsNotCreatedCannotBeJoined(String alice) {
        assertThat(join(alice).status()).isEqualTo(404);
    }

    private Curl.Answer join(String token) {
        return curl.post(
                V1 + "/join/" + Curl.encoded("#logged_test2:localhost") + "?access_token=" + token,
                "{}");
    }

    /// `@app.route("/rooms/<alias>")`
    private void aliasesAreAnsweredByCreatingTheRoom() {
        service.answer(
                heard -> {
                    if (isOnReceiveEvents(heard)) {
                        return new Reply(200, "{}\n");
                    }
                    if (!heard.method().equals("GET") || !heard.path().startsWith("/rooms/")) {
                        return new Reply(404, "<!doctype html><title>404 Not Found</title>");
                    }
                    String alias =
                            URLDecoder.decode(
                                    heard.path().substring("/rooms/".length()),
                                    StandardCharsets.UTF_8);
                    String localpart = alias.substring(1, alias.indexOf(':'));
                    curl.post(
                            V1 + "/createRoom?access_token=" + TOKEN,
                            "{\"room_alias_name\": \"" + localpart + "\"}");
                    return new Reply(200, "{}\n");
                });
    }

    private void aRoomThatIsNotCreatedCanBeJoinedNow(String alice) {
        String room = JsonWalk.string(join(alice).ok(), "room_id");
        say(room, alice, "into the room that was made for me");

        List<JsonObject> logged = awaitLogged("into the room that was made for me");

        assertThat(logged)
                .filteredOn(event -> event.string("type").equals(Optional.of("m.room.create")))
                .last()
                .satisfies(
                        event -> {
                            assertThat(event.string("room_id")).contains(room);
                            assertThat(event.string("user_id")).contains("@logging:localhost");
                        });
    }

    private String register(String name) {
        return JsonWalk.string(
                curl.post(
                                "/_matrix/client/r0/register",
                                "{\"username\": \""
                                        + name
                                        + "\", \"password\": \"hunter2\", \"auth\": {\"type\": \"m.login.dummy\"}}")
                        .ok(),
                "access_token");
    }
}
