package org.stoa.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ServerProcess;
import org.stoa.walkthrough.Curl.Answer;

/// An introduction to r0: registering in two requests, a room and its state, custom state, a message, an invitation.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class EnterTheMatrixWalkthrough {
    private static final String R0 = "/_matrix/client/r0";

    private final ServerProcess server;
    private final Curl curl;
    private String token = "";
    private String room = "";

    EnterTheMatrixWalkthrough(TestEngine engine) {
        server = ServerProcess.start(engine);
        curl = new Curl(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void introduction_stepByStep_answersAsShown() {
        String session = registeringAsksForAuthentication();
        registering(session);
        creatingTheRoom();
        readingTheState();
        String eventId = sendingState();
        updatingState(eventId);
        sendingAMessage();
        syncing();
        inviting();
    }

    private String registeringAsksForAuthentication() {
        Answer answer =
                curl.post(
                        R0 + "/register",
                        "{\"username\": \"Alice\", \"password\": \"1L0v3M4tr!x\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(JsonWalk.objects(answer.json(), "flows"))
                .anySatisfy(
                        flow ->
                                assertThat(flow.array("stages").orElseThrow().strings())
                                        .containsExactly("m.login.dummy"));
        assertThat(JsonWalk.object(answer.json(), "params")).isEqualTo(JsonObject.EMPTY);
        return JsonWalk.string(answer.json(), "session");
    }

    private void registering(String session) {
        JsonObject answer =
                curl.post(
                                R0 + "/register",
                                "{\"auth\": {\"type\": \"m.login.dummy\", \"session\": \""
                                        + session
                                        + "\"}, \"username\": \"Alice\", \"password\": \"1L0v3M4tr!x\"}")
                        .ok();

        assertThat(answer.string("home_server")).contains("localhost");
        assertThat(answer.string("user_id")).contains("@alice:localhost");
        assertThat(JsonWalk.string(answer, "device_id")).isNotEmpty();
        token = JsonWalk.string(answer, "access_token");
    }

    private void creatingTheRoom() {
        JsonObject answer = curl.post(R0 + "/createRoom?access_token=" + token, "{}").ok();

        assertThat(answer.names()).containsExactly("room_id");
        room = JsonWalk.string(answer, "room_id");
        assertThat(room).startsWith("!");
    }

    private void readingTheState() {
        List<JsonObject> state = state();

        state.forEach(this::hasTheFormOfAStateEvent);
        JsonObject joinRules = JsonWalk.state(state, "m.room.join_rules", "").orElseThrow();
        assertThat(JsonWalk.object(joinRules, "content").string("join_rule")).isPresent();
        assertThat(joinRules.string("sender")).contains("@alice:localhost");
        assertThat(JsonWalk.state(state, "m.room.create", "")).isPresent();
        assertThat(JsonWalk.state(state, "m.room.member", "@alice:localhost")).isPresent();
    }

    private String sendingState() {
        JsonObject answer =
                curl.put(inRoom("/state/tld.project.foo/bar"), "{ \"baz\": \"qux\" }").ok();

        assertThat(answer.names()).containsExactly("event_id");
        String eventId = JsonWalk.string(answer, "event_id");
        JsonObject event = JsonWalk.state(state(), "tld.project.foo", "bar").orElseThrow();
        hasTheFormOfAStateEvent(event);
        assertThat(event.string("event_id")).contains(eventId);
        assertThat(event.get("content")).isEqualTo(JsonObject.of("baz", "qux"));
        return eventId;
    }

    /// The same request again with another content replaces it; an empty state key may be left out of the path.
    private void updatingState(String earlier) {
        curl.put(inRoom("/state/tld.project.foo/bar"), "{ \"baz\": \"quux\" }").ok();
        curl.put(inRoom("/state/tld.project.foo"), "{ \"without\": \"key\" }").ok();

        List<JsonObject> state = state();
        JsonObject event = JsonWalk.state(state, "tld.project.foo", "bar").orElseThrow();
        assertThat(event.get("content")).isEqualTo(JsonObject.of("baz", "quux"));
        assertThat(JsonWalk.string(event, "event_id")).isNotEqualTo(earlier);
        assertThat(JsonWalk.state(state, "tld.project.foo", "").map(e -> e.get("content")))
                .contains(JsonObject.of("without", "key"));
    }

    private void sendingAMessage() {
        String content =
                "{\"body\": \"Hello Bob and Charlie! Welcome to my room :-)\", \"msgtype\": \"m.text\"}";

        JsonObject answer =
                curl.put(inRoom("/send/m.room.message/m1526072700255.17"), content).ok();

        assertThat(JsonWalk.string(answer, "event_id")).startsWith("$");
    }

    private void syncing() {
        JsonObject answer = curl.get(R0 + "/sync?access_token=" + token).ok();

        JsonObject joined = JsonWalk.object(answer, "rooms", "join", room);
        assertThat(joined.names()).contains("state", "timeline", "ephemeral");
        JsonObject message =
                JsonWalk.objects(JsonWalk.object(joined, "timeline"), "events").getLast();
        assertThat(message.string("type")).contains("m.room.message");
        assertThat(message.string("sender")).contains("@alice:localhost");
        assertThat(message.integer("origin_server_ts")).isPresent();
        assertThat(JsonWalk.string(message, "event_id")).startsWith("$");
        assertThat(JsonWalk.object(message, "content"))
                .isEqualTo(
                        JsonObject.of(
                                "body",
                                "Hello Bob and Charlie! Welcome to my room :-)",
                                "msgtype",
                                "m.text"));
        JsonObject unsigned = JsonWalk.object(message, "unsigned");
        assertThat(unsigned.integer("age")).isPresent();
    }

    private void inviting() {
        curl.put(inRoom("/state/m.room.name"), "{\"name\": \"My very cool room\"}").ok();
        String bob = bob();

        Answer answer = curl.post(inRoom("/invite"), "{ \"user_id\": \"@bob:localhost\" }");
        assertThat(answer.ok()).isEqualTo(JsonObject.EMPTY);

        JsonObject invited =
                JsonWalk.object(
                        curl.get(R0 + "/sync?access_token=" + bob).ok(),
                        "rooms",
                        "invite",
                        room,
                        "invite_state");
        List<JsonObject> events = JsonWalk.objects(invited, "events");
        assertThat(JsonWalk.state(events, "m.room.name", "").map(event -> event.get("content")))
                .contains(JsonObject.of("name", "My very cool room"));
        JsonObject invitation =
                JsonWalk.state(events, "m.room.member", "@bob:localhost").orElseThrow();
        assertThat(invitation.string("sender")).contains("@alice:localhost");
        assertThat(JsonWalk.string(invitation, "content", "membership")).isEqualTo("invite");

        Answer joined = curl.post(R0 + "/rooms/" + room + "/join?access_token=" + bob);
        assertThat(joined.ok().string("room_id")).contains(room);
        assertThat(
                        JsonWalk.object(
                                        curl.get(R0 + "/sync?access_token=" + bob).ok(),
                                        "rooms",
                                        "join")
                                .has(room))
                .isTrue();
    }

    private String bob() {
        String body =
                "{\"username\": \"Bob\", \"password\": \"secret\", \"auth\": {\"type\": \"m.login.dummy\"}}";
        return JsonWalk.string(curl.post(R0 + "/register", body).ok(), "access_token");
    }

    private List<JsonObject> state() {
        Answer answer =
                curl.get(R0 + "/rooms/" + Curl.encoded(room) + "/state?access_token=" + token);
        assertThat(answer.status()).isEqualTo(200);
        return answer.array().stream().map(JsonWalk::asObject).toList();
    }

    private void hasTheFormOfAStateEvent(JsonObject event) {
        assertThat(event.names())
                .contains(
                        "age",
                        "content",
                        "event_id",
                        "origin_server_ts",
                        "room_id",
                        "sender",
                        "state_key",
                        "type",
                        "unsigned");
        Json age = event.get("age");
        assertThat(Optional.ofNullable(JsonWalk.object(event, "unsigned").get("age")))
                .contains(Objects.requireNonNull(age));
    }

    /// The room id stands in the path as it is.
    private String inRoom(String path) {
        return R0 + "/rooms/" + room + path + "?access_token=" + token;
    }
}
