package org.stoa.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ServerProcess;

/// A bot that echoes what begins with an exclamation mark: the requests that its SDK of 2018 makes. The bot itself runs
/// with the real SDKs in the folder `sdk-conversations`.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class EchoBotWalkthrough {
    private static final String R0 = "/_matrix/client/r0";
    private static final String BOT = "@userid:localhost";

    private final ServerProcess server;
    private final Curl curl;
    private String alice = "";
    private String bot = "";
    private String room = "";
    private int transaction;

    EchoBotWalkthrough(TestEngine engine) {
        server = ServerProcess.start(engine);
        curl = new Curl(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bot_messageWithExclamationMark_isEchoed() throws Exception {
        aliceAndTheBotShareARoom();

        loginByFullUserId();
        String filter = prepare();
        String batch = firstSync(filter);
        FutureTask<JsonObject> poll = poll(filter, batch);
        String aliceBatch =
                JsonWalk.string(curl.get(R0 + "/sync?access_token=" + alice).ok(), "next_batch");
        say(alice, "m.text", "!hello");

        JsonObject heard = poll.get();
        assertThat(JsonWalk.bodies(timeline(heard))).containsExactly("!hello");
        say(bot, "m.notice", "hello");
        JsonObject echo = timeline(newsOfTheRoom("access_token=" + alice, aliceBatch)).getLast();
        assertThat(echo.string("sender")).contains(BOT);
        assertThat(JsonWalk.object(echo, "content"))
                .isEqualTo(JsonObject.of("body", "hello", "msgtype", "m.notice"));
        theBotsOwnEchoHasItsTransactionId(filter, JsonWalk.string(heard, "next_batch"));
    }

    private void aliceAndTheBotShareARoom() {
        alice = register("alice");
        bot = register("userid");
        room =
                JsonWalk.string(
                        curl.post(R0 + "/createRoom?access_token=" + alice, "{}").ok(), "room_id");
        curl.post(inRoom("/invite", alice), "{\"user_id\": \"" + BOT + "\"}").ok();
        curl.post(R0 + "/join/" + Curl.encoded(room) + "?access_token=" + bot, "{}").ok();
    }

    private void loginByFullUserId() {
        JsonObject answer =
                curl.post(
                                R0 + "/login",
                                "{\"user\": \""
                                        + BOT
                                        + "\", \"password\": \"hunter2\", \"type\": \"m.login.password\"}")
                        .ok();

        assertThat(answer.string("user_id")).contains(BOT);
        bot = JsonWalk.string(answer, "access_token");
    }

    /// Before its first sync the SDK asks for the push rules and stores a filter.
    private String prepare() {
        JsonObject rules = curl.get(R0 + "/pushrules/?access_token=" + bot).ok();
        assertThat(JsonWalk.object(rules, "global").names())
                .contains("override", "content", "room", "sender", "underride");

        JsonObject stored =
                curl.post(
                                R0 + "/user/" + Curl.encoded(BOT) + "/filter?access_token=" + bot,
                                "{\"room\": {\"timeline\": {\"limit\": 8}}}")
                        .ok();
        return JsonWalk.string(stored, "filter_id");
    }

    private String firstSync(String filter) {
        JsonObject answer =
                curl.get(
                                R0
                                        + "/sync?filter="
                                        + filter
                                        + "&timeout=0&_cacheBuster=1&access_token="
                                        + bot)
                        .ok();

        assertThat(JsonWalk.object(answer, "rooms", "join").has(room)).isTrue();
        return JsonWalk.string(answer, "next_batch");
    }

    private FutureTask<JsonObject> poll(String filter, String since) {
        FutureTask<JsonObject> task =
                new FutureTask<>(
                        () -> newsOfTheRoom("filter=" + filter + "&access_token=" + bot, since));
        Thread.ofVirtual().start(task);
        return task;
    }

    /// Syncs on until an answer tells of the room; presence may come before.
    private JsonObject newsOfTheRoom(String query, String since) {
        String from = since;
        for (int turn = 0; turn < 10; turn++) {
            JsonObject answer =
                    curl.get(R0 + "/sync?timeout=30000&" + query + "&since=" + from).ok();
            if (answer.object("rooms").flatMap(rooms -> rooms.object("join")).isPresent()) {
                return answer;
            }
            from = JsonWalk.string(answer, "next_batch");
        }
        throw new AssertionError("nothing of the room in ten answers");
    }

    private void theBotsOwnEchoHasItsTransactionId(String filter, String since) throws Exception {
        JsonObject own = timeline(poll(filter, since).get()).getLast();

        assertThat(JsonWalk.string(own, "unsigned", "transaction_id")).isEqualTo("m" + transaction);
    }

    private void say(String sender, String kind, String body) {
        transaction++;
        curl.put(
                        inRoom("/send/m.room.message/m" + transaction, sender),
                        "{\"body\": \"" + body + "\", \"msgtype\": \"" + kind + "\"}")
                .ok();
    }

    private List<JsonObject> timeline(JsonObject sync) {
        return JsonWalk.objects(JsonWalk.object(sync, "rooms", "join", room, "timeline"), "events");
    }

    private String register(String name) {
        String body =
                "{\"username\": \""
                        + name
                        + "\", \"password\": \"hunter2\", \"auth\": {\"type\": \"m.login.dummy\"}}";
        return JsonWalk.string(curl.post(R0 + "/register", body).ok(), "access_token");
    }

    private String inRoom(String path, String sender) {
        return R0 + "/rooms/" + Curl.encoded(room) + path + "?access_token=" + sender;
    }
}
