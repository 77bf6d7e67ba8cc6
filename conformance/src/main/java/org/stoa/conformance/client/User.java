package org.stoa.conformance.client;

import java.util.Map;
import java.util.function.Predicate;

/// An account of the server under test, logged in on one device.
public final class User implements Caller {
    /// The password of every account that the harness makes.
    public static final String PASSWORD = "correct-Horse-17";

    private final Homeserver homeserver;

    private final Client client;
    private final String id;
    private final String accessToken;
    private final String deviceId;

    private User(Homeserver homeserver, String id, String accessToken, String deviceId) {
        this.homeserver = homeserver;
        this.client = homeserver.anonymous().withToken(accessToken);
        this.id = id;
        this.accessToken = accessToken;
        this.deviceId = deviceId;
    }

    /// The user and device that an answer to a registration or a login names.
    public static User of(Homeserver homeserver, Json login) {
        return new User(
                homeserver,
                login.string("user_id"),
                login.string("access_token"),
                login.string("device_id"));
    }

    /// The user id, like `@alice-5d1f:example.org`.
    public String id() {
        return id;
    }

    /// The user id without `@` and the server's name.
    public String localpart() {
        return id.substring(1, id.indexOf(':'));
    }

    /// The name of the user's server.
    public String serverName() {
        return id.substring(id.indexOf(':') + 1);
    }

    public String accessToken() {
        return accessToken;
    }

    public String deviceId() {
        return deviceId;
    }

    @Override
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        return client.exchange(method, target, headers, body);
    }

    /// The body of a login with this user's password.
    public Json passwordLogin() {
        return Json.of(
                "type",
                "m.login.password",
                "identifier",
                Json.of("type", "m.id.user", "user", localpart()),
                "password",
                PASSWORD);
    }

    /// Logs the account in again, as another device.
    public User loginAgain() {
        return loginAgainWith(PASSWORD);
    }

    /// Logs the account in again, as another device, with a password that it has got meanwhile.
    public User loginAgainWith(String password) {
        Json login = passwordLogin().with("password", password);
        return of(homeserver, homeserver.anonymous().post("/login", login).ok());
    }

    /// Asks for an operation that wants user-interactive authentication, and gives it the password.
    public Answer confirmed(String method, String template, Json body, String... values) {
        Json challenge = send(method, template, body, values).expect(401).json();
        return send(method, template, body.with("auth", passwordAuth(challenge)), values);
    }

    /// The `auth` that answers a 401's challenge with the password.
    public Json passwordAuth(Json challenge) {
        return Json.of(
                "type",
                "m.login.password",
                "identifier",
                Json.of("type", "m.id.user", "user", localpart()),
                "password",
                PASSWORD,
                "session",
                challenge.string("session"));
    }

    /// Creates a private room and returns its id.
    public String createRoom() {
        return createRoom(Json.EMPTY);
    }

    /// Creates a room and returns its id.
    public String createRoom(Json request) {
        return post("/createRoom", request).ok().string("room_id");
    }

    /// Creates a room that anybody may join, and returns its id.
    public String createPublicRoom() {
        return createRoom(Json.of("preset", "public_chat"));
    }

    /// Creates a private room that these others have joined, and returns its id.
    public String createRoomWith(User... others) {
        String room = createRoom();
        for (User other : others) {
            invite(room, other);
            other.join(room);
        }
        return room;
    }

    /// Creates a public room that these others have joined, uninvited, and returns its id: an invite is a notification too, which
    /// would be in the way of tests that count notifications.
    public String createPublicRoomWith(User... others) {
        String room = createPublicRoom();
        for (User other : others) {
            other.join(room);
        }
        return room;
    }

    public void invite(String room, User other) {
        post("/rooms/{}/invite", Json.of("user_id", other.id()), room).ok();
    }

    public void join(String roomOrAlias) {
        post("/join/{}", Json.EMPTY, roomOrAlias).ok();
    }

    public void leave(String room) {
        post("/rooms/{}/leave", Json.EMPTY, room).ok();
    }

    public void kick(String room, User other) {
        post("/rooms/{}/kick", Json.of("user_id", other.id()), room).ok();
    }

    public void ban(String room, User other) {
        post("/rooms/{}/ban", Json.of("user_id", other.id()), room).ok();
    }

    /// Sends a text message and returns the id of the event.
    public String say(String room, String text) {
        return sendEvent(room, "m.room.message", Json.of("msgtype", "m.text", "body", text));
    }

    /// Sends an event with a transaction id of its own and returns the id of the event.
    public String sendEvent(String room, String type, Json content) {
        return put("/rooms/{}/send/{}/{}", content, room, type, homeserver.unique("t"))
                .ok()
                .string("event_id");
    }

    /// Redacts an event and returns the id of the redaction.
    public String redact(String room, String event) {
        return put("/rooms/{}/redact/{}/{}", Json.EMPTY, room, event, homeserver.unique("t"))
                .ok()
                .string("event_id");
    }

    /// Sets state and returns the id of the event.
    public String setState(String room, String type, String key, Json content) {
        return put("/rooms/{}/state/{}/{}", content, room, type, key).ok().string("event_id");
    }

    /// The content of state.
    public Json state(String room, String type, String key) {
        return get("/rooms/{}/state/{}/{}", room, type, key).ok();
    }

    /// One event of a room.
    public Json event(String room, String event) {
        return get("/rooms/{}/event/{}", room, event).ok();
    }

    /// Creates a filter and returns its id.
    public String filter(Json definition) {
        return post("/user/{}/filter", definition, id).ok().string("filter_id");
    }

    /// An initial sync, answered at once.
    public Sync sync() {
        return new Sync(get("/sync?timeout=0").ok());
    }

    /// An initial sync, answered at once, with this filter (its JSON).
    public Sync syncWith(Json filter) {
        return new Sync(get("/sync?timeout=0&filter={}", filter.toString()).ok());
    }

    /// What is new since a sync, answered at once.
    public Sync syncSince(Sync last) {
        return new Sync(get("/sync?timeout=0&since={}", last.nextBatch()).ok());
    }

    /// What is new since a sync, answered at once, with this filter (its JSON).
    public Sync syncSince(Sync last, Json filter) {
        return new Sync(
                get("/sync?timeout=0&since={}&filter={}", last.nextBatch(), filter.toString())
                        .ok());
    }

    /// Follows the server from the beginning until an answer is as wanted, and returns that one. The test fails when none is
    /// within [Deadline#PATIENCE].
    public Sync syncUntil(Predicate<Sync> wanted) {
        Sync first = sync();
        return wanted.test(first) ? first : syncUntil(first, wanted);
    }

    /// Follows the server after a sync until an answer is as wanted, and returns that one. The test fails when none is within
    /// [Deadline#PATIENCE].
    public Sync syncUntil(Sync last, Predicate<Sync> wanted) {
        Deadline deadline = new Deadline();
        Sync since = last;
        while (true) {
            Sync next = new Sync(get("/sync?timeout=1000&since={}", since.nextBatch()).ok());
            if (wanted.test(next)) {
                return next;
            }
            if (deadline.isOver()) {
                throw new AssertionError(
                        "no sync was as wanted in time; the last one was " + next.json());
            }
            since = next;
        }
    }

    /// Follows the server from the beginning until an event is in a room's timeline.
    public Sync syncUntilEvent(String room, String event) {
        return syncUntil(sync -> sync.hasEvent(room, event));
    }

    @Override
    public String toString() {
        return id + " on " + deviceId;
    }
}
