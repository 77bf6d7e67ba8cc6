package org.stoa.testing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.stoa.http.HttpEdge;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.specification.Mismatch;
import org.stoa.specification.Operation;
import org.stoa.specification.ShapeValidator;
import org.stoa.specification.SpecOperations;

/// Somebody who asks a server. Each answer to an operation of the specification is checked against its shape, so that
/// every test of an endpoint tests that too.
///
/// A path is a template whose `{}` are filled with percent-encoded values; unless it is a whole path it is one of
/// `/_matrix/client/v3`: `alice.get("/rooms/{}/state/{}/", room, "m.room.name")`.
public final class TestClient {
    /// The password of every account that [TestServer#register] makes.
    public static final String PASSWORD = "wonderland";

    private static final byte[] NOTHING = new byte[0];

    private final Transport transport;
    private final Optional<Account> account;
    private int transactions;

    private TestClient(Transport transport, Optional<Account> account) {
        this.transport = transport;
        this.account = account;
    }

    /// Who a client is.
    private record Account(UserId userId, String token, String deviceId) {}

    /// Returns a client that sends no token.
    public static TestClient anonymous(Transport transport) {
        return new TestClient(transport, Optional.empty());
    }

    /// Returns a client without a token of a server in the same process.
    public static TestClient inProcess(Supplier<HttpEdge> edge) {
        return anonymous(new MemoryTransport(edge));
    }

    /// Returns a client for the account and device that a registration or a login answered.
    public TestClient as(JsonObject login) {
        Account of =
                new Account(
                        UserId.parse(login.string("user_id").orElseThrow()),
                        login.string("access_token").orElseThrow(),
                        login.string("device_id").orElseThrow());
        return new TestClient(transport, Optional.of(of));
    }

    /// Makes an account with [#PASSWORD] and returns its client.
    public TestClient register(String localpart) {
        JsonObject request =
                JsonObject.of(
                        "username",
                        localpart,
                        "password",
                        PASSWORD,
                        "auth",
                        JsonObject.of("type", "m.login.dummy"));
        return as(post("/register", request).ok());
    }

    /// Logs the account in again, as another device.
    public TestClient loginAgain() {
        JsonObject request =
                JsonObject.of(
                        "type",
                        "m.login.password",
                        "identifier",
                        JsonObject.of("type", "m.id.user", "user", userId().toString()),
                        "password",
                        PASSWORD);
        return as(post("/login", request).ok());
    }

    public UserId userId() {
        return account().userId();
    }

    /// The user's id as it stands in paths and bodies.
    public String id() {
        return userId().toString();
    }

    public String token() {
        return account().token();
    }

    public String deviceId() {
        return account().deviceId();
    }

    private Account account() {
        return account.orElseThrow(() -> new IllegalStateException("this client has no account"));
    }

    public Answer get(String template, String... values) {
        return ask("GET", template, NOTHING, values);
    }

    public Answer post(String template, JsonObject body, String... values) {
        return ask("POST", template, body.toBytes(), values);
    }

    public Answer put(String template, JsonObject body, String... values) {
        return ask("PUT", template, body.toBytes(), values);
    }

    public Answer delete(String template, String... values) {
        return ask("DELETE", template, NOTHING, values);
    }

    public Answer delete(String template, JsonObject body, String... values) {
        return ask("DELETE", template, body.toBytes(), values);
    }

    /// Asks with a body that need not be JSON; an empty one is no body.
    public Answer ask(String method, String template, byte[] body, String... values) {
        return exchange(method, Requests.target(template, values), Map.of(), body);
    }

    /// Asks for a raw path and query, with headers besides the token.
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new HashMap<>(headers);
        account.ifPresent(of -> all.putIfAbsent("Authorization", "Bearer " + of.token()));
        Answer answer = transport.exchange(method, target, all, body);
        check(method, target, answer);
        return answer;
    }

    private static void check(String method, String target, Answer answer) {
        String path = target.replaceFirst("\\?.*", "");
        Optional<Operation> operation = SpecOperations.all().asked(method, path);
        operation.ifPresent(asked -> CallLog.add(asked, answer.status()));
        // What is asked for with a parameter of a proposal is answered as that has it.
        boolean isOfProposal = target.matches(".*[?&]org\\.matrix\\..*");
        if (operation.isEmpty()
                || isOfProposal
                || !answer.header("Content-Type").orElse("").startsWith("application/json")) {
            return;
        }
        Optional<Mismatch> mismatch =
                ShapeValidator.get().answer(operation.get(), answer.status(), answer.json());
        if (mismatch.isPresent()) {
            throw new AssertionError(
                    method
                            + " "
                            + target
                            + " answered "
                            + answer.status()
                            + " with another shape than the specification's: "
                            + mismatch.get()
                            + "\n"
                            + answer.text());
        }
    }

    /// Creates a room and returns its id.
    public String createRoom(JsonObject request) {
        return post("/createRoom", request).string("room_id");
    }

    /// Creates a private room of the default version and returns its id.
    public String createRoom() {
        return createRoom(JsonObject.EMPTY);
    }

    /// Creates a room that these others have joined, and returns its id.
    public String createRoomWith(TestClient... others) {
        String room = createRoom();
        for (TestClient other : others) {
            invite(room, other);
            other.join(room);
        }
        return room;
    }

    public void invite(String room, TestClient other) {
        post("/rooms/{}/invite", JsonObject.of("user_id", other.id()), room).ok();
    }

    public void join(String roomOrAlias) {
        post("/join/{}", JsonObject.EMPTY, roomOrAlias).ok();
    }

    /// Sends a text message and returns the id of the event.
    public String say(String room, String text) {
        return send(room, "m.room.message", JsonObject.of("msgtype", "m.text", "body", text));
    }

    /// Sends an event with a transaction id of its own and returns the id of the event.
    public String send(String room, String type, JsonObject content) {
        transactions++;
        return put("/rooms/{}/send/{}/{}", content, room, type, "t" + transactions)
                .string("event_id");
    }

    /// Sets state and returns the id of the event.
    public String setState(String room, String type, String key, JsonObject content) {
        return put("/rooms/{}/state/{}/{}", content, room, type, key).string("event_id");
    }

    /// The content of state.
    public JsonObject state(String room, String type, String key) {
        return get("/rooms/{}/state/{}/{}", room, type, key).ok();
    }

    /// An initial sync, answered at once.
    public JsonObject sync() {
        return get("/sync?timeout=0").ok();
    }

    /// What is new since a batch, answered at once.
    public JsonObject syncSince(String batch) {
        return get("/sync?timeout=0&since={}", batch).ok();
    }

    /// The events of a room's timeline in the answer of a sync; none when the room is not in it.
    public static List<JsonObject> timeline(JsonObject sync, String room) {
        return events(sync, room, "timeline");
    }

    /// The events of one section of a joined room (`state`, `ephemeral`, ...) in the answer of a sync.
    public static List<JsonObject> events(JsonObject sync, String room, String section) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(joined -> joined.object(room))
                .flatMap(part -> part.object(section))
                .flatMap(part -> part.array("events"))
                .map(events -> events.objects())
                .orElse(List.of());
    }

    /// JSON from text, for bodies that are easier to read as such; quotes may be written as apostrophes.
    public static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
