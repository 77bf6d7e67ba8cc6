package org.stoa.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ServerProcess;

/// A notebook that logs in, sends a message, and polls a room by `messages?from=` without a direction.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class NotebookPollingWalkthrough {
    private static final String R0 = "/_matrix/client/r0";

    private final ServerProcess server;
    private final Curl curl;
    private String token = "";
    private String room = "";
    private int messageNumber = 1;

    NotebookPollingWalkthrough(TestEngine engine) {
        server = ServerProcess.start(engine);
        curl = new Curl(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void notebook_runCellByCell_readsEveryMessageOnce() {
        anAccountAndARoomExist();

        login();
        send("Hallo! Hier is infvobot");
        String previous = sync();
        previous = firstPollTellsTheHistory(previous);
        previous = pollTells(previous, List.of());
        previous = pollTells(previous, List.of());

        send("two");
        send("three");
        previous = pollTells(previous, List.of("two", "three"));
        previous = pollTells(previous, List.of());
        send("four");
        pollTells(previous, List.of("four"));
    }

    private void anAccountAndARoomExist() {
        String body =
                """
                {"username": "infvobot", "password": "secret", "auth": {"type": "m.login.dummy"}}
                """;
        String owner = JsonWalk.string(curl.post(R0 + "/register", body).ok(), "access_token");
        room =
                JsonWalk.string(
                        curl.post(R0 + "/createRoom?access_token=" + owner, "{}").ok(), "room_id");
    }

    private void login() {
        JsonObject answer =
                curl.post(
                                R0 + "/login",
                                """
                                {"identifier": {"type": "m.id.user", "user": "infvobot"},
                                 "initial_device_display_name": "infvobot",
                                 "password": "secret",
                                 "type": "m.login.password"}
                                """)
                        .ok();

        assertThat(answer.string("user_id")).contains("@infvobot:localhost");
        assertThat(answer.names()).contains("access_token", "device_id", "home_server");
        token = JsonWalk.string(answer, "access_token");
    }

    /// The room id stands in the path as it is, and the numbers of messages are the transaction ids.
    private void send(String body) {
        messageNumber++;
        String path =
                R0
                        + "/rooms/"
                        + room
                        + "/send/m.room.message/"
                        + messageNumber
                        + "?access_token="
                        + token;

        JsonObject answer =
                curl.put(path, "{\"msgtype\": \"m.text\", \"body\": \"" + body + "\"}").ok();

        assertThat(JsonWalk.string(answer, "event_id")).startsWith("$");
    }

    private String sync() {
        JsonObject answer = curl.get(R0 + "/sync?access_token=" + token).ok();
        JsonObject timeline = JsonWalk.object(answer, "rooms", "join", room, "timeline");

        assertThat(JsonWalk.bodies(JsonWalk.objects(timeline, "events")))
                .containsExactly("Hallo! Hier is infvobot");
        return JsonWalk.string(timeline, "prev_batch");
    }

    /// The first poll begins where the timeline of the sync began, so it may tell again what that told.
    private String firstPollTellsTheHistory(String previous) {
        JsonObject answer = messages(previous);
        assertThat(answer.array("chunk")).isPresent();
        String position = JsonWalk.string(answer, "end");
        while (!JsonWalk.objects(answer, "chunk").isEmpty()) {
            answer = messages(position);
            position = JsonWalk.string(answer, "end");
        }
        return position;
    }

    private String pollTells(String previous, List<String> bodies) {
        JsonObject answer = messages(previous);

        assertThat(JsonWalk.bodies(JsonWalk.objects(answer, "chunk"))).isEqualTo(bodies);
        return JsonWalk.string(answer, "end");
    }

    private JsonObject messages(String from) {
        return curl.get(R0 + "/rooms/" + room + "/messages?access_token=" + token + "&from=" + from)
                .ok();
    }
}
