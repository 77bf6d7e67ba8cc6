package org.stoa.irc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.stoa.boot.Main;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Stoa as a process of its own, named `localhost`, with the application service `irc.yaml` of its folder.
public final class RunningStoa implements AutoCloseable {

    private final Process process;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningStoa(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Starts it, and waits until it answers.
    public static RunningStoa start(Path folder) throws IOException {
        int port = Ngircd.freePort();
        Files.writeString(
                folder.resolve("stoa.yaml"),
                """
                server_name: localhost
                data_dir: data
                listeners:
                  - 127.0.0.1:%d
                registration:
                  mode: open
                rate_limits:
                  enabled: false
                app_service_config_files:
                  - irc.yaml
                """
                        .formatted(port));
        ProcessBuilder builder =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "serve")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("stoa.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("STOA_"));
        Process process = builder.start();
        RunningStoa stoa = new RunningStoa(process, URI.create("http://127.0.0.1:" + port));
        try {
            Awaiting.until("Stoa answers", stoa::answers);
        } catch (AssertionError e) {
            stoa.close();
            throw new AssertionError(Files.readString(folder.resolve("stoa.log")), e);
        }
        return stoa;
    }

    /// Returns where it is.
    public URI url() {
        return url;
    }

    /// Returns the token of a new user.
    public String register(String name) {
        JsonObject body =
                JsonObject.of(
                        "username",
                        name,
                        "password",
                        "a long password of " + name,
                        "auth",
                        JsonObject.of("type", "m.login.dummy"));
        return call("POST", "/register", "", body).string("access_token").orElseThrow();
    }

    /// Joins a room, and returns its id.
    public String join(String token, String alias) {
        return call("POST", "/join/" + encode(alias), token, JsonObject.EMPTY)
                .string("room_id")
                .orElseThrow();
    }

    /// Says something.
    public void say(String token, String room, String text) {
        call(
                "PUT",
                "/rooms/" + encode(room) + "/send/m.room.message/" + UUID.randomUUID(),
                token,
                JsonObject.of("msgtype", "m.text", "body", text));
    }

    /// Returns the messages of a room in order, as `sender text`.
    public List<String> messages(String token, String room) {
        JsonObject answer =
                call(
                        "GET",
                        "/rooms/" + encode(room) + "/messages?dir=f&limit=200",
                        token,
                        JsonObject.EMPTY);
        List<String> messages = new ArrayList<>();
        for (JsonObject event : answer.array("chunk").orElse(JsonArray.EMPTY).objects()) {
            event.object("content")
                    .flatMap(content -> content.string("body"))
                    .ifPresent(
                            body -> messages.add(event.string("sender").orElse("") + " " + body));
        }
        return messages;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        client.shutdownNow();
    }

    private boolean answers() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve("/_matrix/client/versions")).build();
            return send(request).statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private JsonObject call(String method, String path, String token, JsonObject body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve("/_matrix/client/v3" + path))
                        .method(
                                method,
                                method.equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body.toBytes()));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() != 200) {
            throw new AssertionError(method + " " + path + ": " + response.body());
        }
        return Json.parseObject(response.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
