package org.stoa.bridge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.stoa.bridge.registration.Registration;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// A homeserver named `test` in memory: what bridges call of the client-server API, and the pushing of all events to one
/// application service. What it shall do wrong can be said for the calls to come.
public final class FakeHomeserver implements AutoCloseable {

    /// What to do instead of answering a call.
    public enum Fault {
        /// Does what is asked, and answers nothing.
        NO_ANSWER,
        /// Answers 502 and does nothing.
        BAD_GATEWAY,
        /// Says to wait 1.5 seconds.
        TOO_MANY_REQUESTS
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Registration registration;
    private final FakeRooms rooms;
    private final FakePush push;
    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonObject> profiles = new ConcurrentHashMap<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<String> calls = new ArrayList<>();

    /// Starts it on a free port.
    public FakeHomeserver(Registration registration) throws IOException {
        this.registration = registration;
        this.push = new FakePush(registration.hsToken());
        this.rooms = new FakeRooms(push::add);
        users.add("@" + registration.senderLocalpart() + ":test");
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Returns where its client-server API is.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Pushes to the service at that port from now on.
    public void serve(int port) {
        push.to(port);
    }

    /// Returns the rooms.
    public FakeRooms rooms() {
        return rooms;
    }

    /// Returns what pushes events.
    public FakePush push() {
        return push;
    }

    /// Does these in the place of answering the next calls.
    public void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    /// Returns the calls so far, `METHOD path` without `/_matrix/client/v3`, and who made them.
    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /// Returns the profile of a user.
    public JsonObject profile(String user) {
        return profiles.getOrDefault(user, JsonObject.EMPTY);
    }

    /// Returns the registered users.
    public Set<String> users() {
        return Set.copyOf(users);
    }

    /// A user of the homeserver joins by alias: the service is asked when nobody knows it.
    public String joinByAlias(String user, String alias) {
        if (rooms.resolve(alias).isEmpty()) {
            int status = push.get("/_matrix/app/v1/rooms/" + encode(alias));
            if (status != 200) {
                throw new MatrixException(ErrorCode.NOT_FOUND, "The service says " + status);
            }
        }
        String room = rooms.resolve(alias).orElseThrow();
        rooms.join(user, room);
        return room;
    }

    @Override
    public void close() {
        push.close();
        server.stop(0);
        threads.shutdownNow();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonObject body = body(exchange);
            Fault fault = faults.poll();
            try {
                if (fault == Fault.BAD_GATEWAY) {
                    send(exchange, 502, JsonObject.EMPTY);
                    return;
                }
                if (fault == Fault.TOO_MANY_REQUESTS) {
                    throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Wait")
                            .with("retry_after_ms", Json.of(1500));
                }
                Json answer = call(exchange, body);
                if (fault != Fault.NO_ANSWER) {
                    send(exchange, 200, answer);
                }
            } catch (MatrixException e) {
                send(exchange, e.status(), e.toJson());
            }
        }
    }

    private static JsonObject body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        return bytes.length == 0 ? JsonObject.EMPTY : Json.parseObject(bytes);
    }

    private static void send(HttpExchange exchange, int status, Json json) throws IOException {
        byte[] bytes = json.toBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Json call(HttpExchange exchange, JsonObject body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + registration.asToken()).equals(authorization)) {
            throw new MatrixException(ErrorCode.UNKNOWN_TOKEN, "Not the as_token");
        }
        String user = user(exchange.getRequestURI().getRawQuery());
        List<String> path =
                Arrays.stream(exchange.getRequestURI().getRawPath().split("/", -1))
                        .skip(4)
                        .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                        .toList();
        String method = exchange.getRequestMethod();
        synchronized (calls) {
            calls.add(method + " " + String.join("/", path) + " " + user);
        }
        if (!path.getFirst().equals("register") && !users.contains(user)) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Not registered: " + user);
        }
        return switch (path.getFirst()) {
            case "register" -> register(body);
            case "createRoom" -> JsonObject.of("room_id", rooms.create(user, body));
            case "join" -> JsonObject.of("room_id", join(user, path.get(1)));
            case "directory" -> directory(method, path.get(2), body);
            case "profile" -> profile(path, body);
            case "appservice" -> ping();
            case "rooms" -> room(user, path, body);
            default -> throw unknown();
        };
    }

    private String user(@Nullable String query) {
        for (String parameter : (query == null ? "" : query).split("&", -1)) {
            if (parameter.startsWith("user_id=")) {
                return URLDecoder.decode(
                        parameter.substring("user_id=".length()), StandardCharsets.UTF_8);
            }
        }
        return "@" + registration.senderLocalpart() + ":test";
    }

    private Json register(JsonObject body) {
        String user = "@" + body.string("username").orElseThrow() + ":test";
        if (!users.add(user)) {
            throw new MatrixException(ErrorCode.USER_IN_USE, "Is there");
        }
        return JsonObject.of("user_id", user);
    }

    private String join(String user, String roomOrAlias) {
        String room =
                roomOrAlias.startsWith("#")
                        ? rooms.resolve(roomOrAlias)
                                .orElseThrow(
                                        () -> new MatrixException(ErrorCode.NOT_FOUND, "No alias"))
                        : roomOrAlias;
        rooms.join(user, room);
        return room;
    }

    private Json directory(String method, String alias, JsonObject body) {
        if (method.equals("PUT")) {
            rooms.alias(alias, body.string("room_id").orElseThrow());
            return JsonObject.EMPTY;
        }
        return rooms.resolve(alias)
                .map(room -> JsonObject.of("room_id", room))
                .orElseThrow(() -> new MatrixException(ErrorCode.NOT_FOUND, "No alias"));
    }

    private Json profile(List<String> path, JsonObject body) {
        Json value = body.get(path.get(2));
        if (value != null) {
            profiles.merge(path.get(1), body, (before, now) -> before.with(path.get(2), value));
        }
        return JsonObject.EMPTY;
    }

    private Json ping() {
        int status = push.post("/_matrix/app/v1/ping", JsonObject.EMPTY);
        if (status != 200) {
            throw new MatrixException(ErrorCode.BAD_STATUS, "It answered " + status);
        }
        return JsonObject.of("duration_ms", 1);
    }

    private Json room(String user, List<String> path, JsonObject body) {
        String room = path.get(1);
        switch (path.get(2)) {
            case "send" -> {
                return JsonObject.of(
                        "event_id", rooms.send(user, room, path.get(3), path.get(4), body));
            }
            case "state" -> {
                if (path.size() == 3) {
                    return rooms.state(room);
                }
                String key = path.size() > 4 ? path.get(4) : "";
                return JsonObject.of(
                        "event_id", rooms.setState(user, room, path.get(3), key, body));
            }
            case "invite" -> rooms.invite(user, room, body.string("user_id").orElseThrow(), false);
            case "leave" -> rooms.leave(user, room, user, body);
            case "kick" -> rooms.leave(user, room, body.string("user_id").orElseThrow(), body);
            case "typing", "receipt" -> {
                return JsonObject.EMPTY;
            }
            default -> throw unknown();
        }
        return JsonObject.EMPTY;
    }

    private static MatrixException unknown() {
        return new MatrixException(ErrorCode.UNRECOGNIZED, "The fake does not know this");
    }
}
