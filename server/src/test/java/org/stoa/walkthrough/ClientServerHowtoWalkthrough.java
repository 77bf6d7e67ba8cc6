package org.stoa.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ServerProcess;
import org.stoa.walkthrough.Curl.Answer;

/// The howto of the first client-server API: accounts through r0, everything else through `api/v1`.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class ClientServerHowtoWalkthrough {
    private static final String R0 = "/_matrix/client/r0";
    private static final String V1 = "/_matrix/client/api/v1";

    private final ServerProcess server;
    private final Curl curl;
    private String token = "";
    private String room = "";

    ClientServerHowtoWalkthrough(TestEngine engine) {
        server = ServerProcess.start(engine);
        curl = new Curl(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void howto_stepByStep_answersAsShown() throws Exception {
        registration();
        registrationWithoutNameOrPassword();
        login();
        loginFallback();
        FutureTask<JsonObject> quiet = eventsOfSomebodyToWhomNothingHappens();
        createRoom();
        sendMessage();
        invite();
        joinByInvitation();
        joinAgain();
        joinByAlias();
        String end = allState();
        newestEventOnly();
        liveState(end);
        assertThat(JsonWalk.objects(quiet.get(), "chunk")).isEmpty();
    }

    private void registration() {
        JsonObject answer =
                curl.post(
                                R0 + "/register",
                                "{\"user\":\"example\", \"password\":\"wordpass\","
                                        + " \"auth\": {\"type\":\"m.login.dummy\"}}")
                        .ok();

        assertThat(answer.string("home_server")).contains("localhost");
        assertThat(answer.string("user_id")).contains("@example:localhost");
        assertThat(JsonWalk.string(answer, "access_token")).isNotEmpty();
    }

    private void registrationWithoutNameOrPassword() {
        JsonObject named =
                curl.post(
                                R0 + "/register",
                                "{\"user\":\"open\", \"auth\": {\"type\":\"m.login.dummy\"}}")
                        .ok();
        JsonObject unnamed =
                curl.post(
                                R0 + "/register",
                                "{\"password\":\"wordpass\", \"auth\": {\"type\":\"m.login.dummy\"}}")
                        .ok();

        assertThat(named.string("user_id")).contains("@open:localhost");
        assertThat(JsonWalk.string(unnamed, "user_id")).matches("@.+:localhost");
        for (String password : List.of("", "wordpass")) {
            Answer refused =
                    curl.post(
                            R0 + "/login",
                            "{\"type\":\"m.login.password\", \"user\":\"open\", \"password\":\""
                                    + password
                                    + "\"}");
            assertThat(refused.status()).isEqualTo(403);
        }
    }

    private void login() {
        List<JsonObject> flows = JsonWalk.objects(curl.get(R0 + "/login").ok(), "flows");
        assertThat(flows).contains(JsonObject.of("type", "m.login.password"));

        JsonObject answer =
                curl.post(
                                R0 + "/login",
                                "{\"type\":\"m.login.password\", \"user\":\"example\", \"password\":\"wordpass\"}")
                        .ok();

        assertThat(answer.string("home_server")).contains("localhost");
        assertThat(answer.string("user_id")).contains("@example:localhost");
        token = JsonWalk.string(answer, "access_token");
    }

    private void loginFallback() {
        Answer page = curl.get(R0 + "/login/fallback");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.text()).contains("<form");
    }

    private void createRoom() {
        JsonObject answer =
                curl.post(
                                V1 + "/createRoom?access_token=" + token,
                                "{\"room_alias_name\":\"tutorial\"}")
                        .ok();

        assertThat(answer.string("room_alias")).contains("#tutorial:localhost");
        room = JsonWalk.string(answer, "room_id");
        assertThat(room).startsWith("!");
    }

    private void sendMessage() {
        JsonObject answer =
                curl.post(
                                inRoom("/send/m.room.message", token),
                                "{\"msgtype\":\"m.text\", \"body\":\"hello\"}")
                        .ok();

        assertThat(JsonWalk.string(answer, "event_id")).isNotEmpty();
    }

    private void invite() {
        register("myfriend");

        Answer answer =
                curl.post(inRoom("/invite", token), "{\"user_id\":\"@myfriend:localhost\"}");

        assertThat(answer.ok()).isEqualTo(JsonObject.EMPTY);
    }

    private void joinByInvitation() {
        String friend = logIn("myfriend");

        assertThat(curl.post(inRoom("/join", friend), "{}").status()).isEqualTo(200);

        JsonObject mine = JsonWalk.objects(initialSync("", friend), "rooms").getFirst();
        assertThat(mine.string("membership")).contains("join");
        assertThat(mine.string("room_id")).contains(room);
    }

    /// Doing it again changes nothing: the history has one join of that user.
    private void joinAgain() {
        assertThat(curl.post(inRoom("/join", token), "{}").status()).isEqualTo(200);

        List<JsonObject> chunk =
                chunk(JsonWalk.objects(initialSync("", token), "rooms").getFirst());
        long joins =
                chunk.stream()
                        .filter(
                                event ->
                                        event.string("state_key")
                                                .equals(Optional.of("@example:localhost")))
                        .filter(event -> event.string("type").equals(Optional.of("m.room.member")))
                        .count();
        assertThat(joins).isEqualTo(1);
    }

    private void joinByAlias() {
        String third = register("third");

        JsonObject answer =
                curl.post(V1 + "/join/%23tutorial%3Alocalhost?access_token=" + third, "{}").ok();

        assertThat(answer.string("room_id")).contains(room);
    }

    private String allState() {
        JsonObject answer = initialSync("", token);

        JsonObject presence = JsonWalk.objects(answer, "presence").getFirst();
        assertThat(presence.string("type")).contains("m.presence");
        assertThat(JsonWalk.string(presence, "content", "user_id")).isEqualTo("@example:localhost");
        assertThat(JsonWalk.object(presence, "content").integer("last_active_ago")).isPresent();

        assertThat(JsonWalk.objects(answer, "rooms")).hasSize(1);
        JsonObject only = JsonWalk.objects(answer, "rooms").getFirst();
        assertThat(only.string("room_id")).contains(room);
        assertThat(only.string("membership")).contains("join");
        assertThat(JsonWalk.object(only, "messages").names()).contains("chunk", "start", "end");
        assertThat(JsonWalk.bodies(chunk(only))).containsExactly("hello");
        chunk(only).forEach(this::hasTheOldForm);

        List<JsonObject> state = JsonWalk.objects(only, "state");
        state.forEach(this::hasTheOldForm);
        assertThat(content(state, "m.room.join_rules", ""))
                .contains(JsonObject.of("join_rule", "public"));
        assertThat(content(state, "m.room.create", "")).isPresent();
        assertThat(content(state, "m.room.power_levels", "")).isPresent();
        for (String member :
                List.of("@example:localhost", "@myfriend:localhost", "@third:localhost")) {
            assertThat(
                            JsonWalk.state(state, "m.room.member", member)
                                    .flatMap(e -> e.string("membership")))
                    .contains("join");
        }
        return JsonWalk.string(answer, "end");
    }

    private void newestEventOnly() {
        JsonObject only = JsonWalk.objects(initialSync("limit=1&", token), "rooms").getFirst();

        assertThat(chunk(only)).hasSize(1);
        assertThat(chunk(only).getFirst().string("state_key")).contains("@third:localhost");
        assertThat(JsonWalk.objects(only, "state")).hasSizeGreaterThan(1);
    }

    private void liveState(String end) throws Exception {
        JsonObject nothing = events("&from=" + end + "&timeout=0", token);
        assertThat(JsonWalk.objects(nothing, "chunk")).isEmpty();
        assertThat(nothing.string("start")).isEqualTo(nothing.string("end"));

        String from = JsonWalk.string(nothing, "end");
        FutureTask<JsonObject> waiting = inBackground("&from=" + from, token);
        curl.post(
                        inRoom("/send/m.room.message", token),
                        "{\"msgtype\":\"m.text\", \"body\":\"news\"}")
                .ok();
        JsonObject live = waiting.get();

        assertThat(JsonWalk.bodies(JsonWalk.objects(live, "chunk"))).containsExactly("news");
        JsonWalk.objects(live, "chunk").stream()
                .filter(event -> event.has("event_id"))
                .forEach(this::hasTheOldForm);
        assertThat(live.string("start")).contains(from);
        assertThat(JsonWalk.string(live, "end")).isNotEqualTo(from);
    }

    /// Waits as long as a server does that was not told how long, and is answered with nothing.
    private FutureTask<JsonObject> eventsOfSomebodyToWhomNothingHappens() {
        return inBackground("", register("hermit"));
    }

    private FutureTask<JsonObject> inBackground(String query, String reader) {
        FutureTask<JsonObject> task = new FutureTask<>(() -> events(query, reader));
        Thread.ofVirtual().start(task);
        return task;
    }

    private JsonObject events(String query, String reader) {
        return curl.get(V1 + "/events?access_token=" + reader + query).ok();
    }

    private JsonObject initialSync(String query, String reader) {
        return curl.get(V1 + "/initialSync?" + query + "access_token=" + reader).ok();
    }

    private static List<JsonObject> chunk(JsonObject room) {
        return JsonWalk.objects(JsonWalk.object(room, "messages"), "chunk");
    }

    private static Optional<Json> content(List<JsonObject> state, String type, String key) {
        return JsonWalk.state(state, type, key).map(event -> JsonWalk.object(event, "content"));
    }

    /// The sender is the `user_id`, and a membership stands beside the content too.
    private void hasTheOldForm(JsonObject event) {
        assertThat(event.names())
                .contains("content", "event_id", "room_id", "type", "user_id", "age");
        assertThat(event.string("room_id")).contains(room);
        assertThat(JsonWalk.string(event, "user_id")).startsWith("@");
        if (event.string("type").equals(Optional.of("m.room.member"))) {
            assertThat(event.string("membership"))
                    .isEqualTo(JsonWalk.object(event, "content").string("membership"));
        }
    }

    private String register(String name) {
        String body =
                "{\"user\":\""
                        + name
                        + "\", \"password\":\"wordpass\", \"auth\": {\"type\":\"m.login.dummy\"}}";
        return JsonWalk.string(curl.post(R0 + "/register", body).ok(), "access_token");
    }

    private String logIn(String name) {
        String body =
                "{\"type\":\"m.login.password\", \"user\":\""
                        + name
                        + "\", \"password\":\"wordpass\"}";
        return JsonWalk.string(curl.post(R0 + "/login", body).ok(), "access_token");
    }

    private String inRoom(String path, String sender) {
        return V1 + "/rooms/" + Curl.encoded(room) + path + "?access_token=" + sender;
    }
}
