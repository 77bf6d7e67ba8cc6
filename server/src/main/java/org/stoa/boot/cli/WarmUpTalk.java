package org.stoa.boot.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Two users who talk in a room for a while, by the ways that clients use most.
final class WarmUpTalk {
    /// So many that the JVM knows by then what is worth compiling; more change nothing that could be measured.
    private static final int MESSAGES = 3_000;

    private static final int MESSAGES_PER_SYNC = 4;

    private final HttpClient client;
    private final String prefix;

    WarmUpTalk(HttpClient client, String url) {
        this.client = client;
        this.prefix = url + "/_matrix/client/v3/";
    }

    /// Errors: [CommandException] when an answer is no success.
    void hold() throws IOException, InterruptedException {
        String alice = register("alice");
        String bob = register("bob");
        JsonObject request =
                JsonObject.of(
                        "name", "Warm", "invite", JsonArray.of(new JsonString("@bob:localhost")));
        String room = call("POST", "createRoom", alice, request).string("room_id").orElseThrow();
        call("POST", "rooms/" + room + "/join", bob, JsonObject.EMPTY);
        String since = call("GET", "sync", bob, null).string("next_batch").orElseThrow();
        for (int i = 0; i < MESSAGES; i++) {
            JsonObject message = JsonObject.of("msgtype", "m.text", "body", "message " + i);
            call("PUT", "rooms/" + room + "/send/m.room.message/" + i, alice, message);
            if (i % MESSAGES_PER_SYNC == 0) {
                JsonObject news = call("GET", "sync?timeout=0&since=" + since, bob, null);
                since = news.string("next_batch").orElseThrow();
            }
        }
        call("GET", "rooms/" + room + "/messages?dir=b&limit=50", bob, null);
        call("GET", "rooms/" + room + "/members", bob, null);
        call("GET", "sync", alice, null);
    }

    private String register(String name) throws IOException, InterruptedException {
        JsonObject account =
                JsonObject.of(
                        "username",
                        name,
                        "password",
                        "warm up",
                        "auth",
                        JsonObject.of("type", "m.login.dummy"));
        return call("POST", "register", "", account).string("access_token").orElseThrow();
    }

    private JsonObject call(String method, String path, String token, @Nullable JsonObject body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(prefix + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        request.method(
                method,
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(body.toBytes()));
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new CommandException(
                    ExitCode.FAILURE, method + " " + path + " answered " + answer.statusCode());
        }
        return Json.parseObject(answer.body());
    }
}
