package org.stoa.bridge.intent;

import java.util.Optional;
import org.stoa.bridge.client.Backoff;
import org.stoa.bridge.client.Call;
import org.stoa.bridge.client.HomeserverError;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// What the service does as one of its users. The user is registered when it does something for the first time, and joins a
/// room before it does something there; the bot invites it where that is needed. Safe for use by several threads.
///
/// Errors of all: [HomeserverError] when the homeserver refuses, [org.stoa.bridge.client.Unreachable] when it is away for
/// too long. Spec: application-service-api#client-server-api-extensions (v1.19).
public final class Intent {

    private final Service service;
    private final UserId user;

    Intent(Service service, UserId user) {
        this.service = service;
        this.user = user;
    }

    /// Returns who acts.
    public UserId user() {
        return user;
    }

    /// Returns the same with other patience.
    public Intent with(Backoff backoff) {
        return new Intent(service.with(backoff), user);
    }

    /// Registers the user, if it is not.
    public void ensureRegistered() {
        if (service.isRegistered(user)) {
            return;
        }
        JsonObject body =
                JsonObject.of(
                        "type",
                        "m.login.application_service",
                        "username",
                        user.localpart(),
                        "inhibit_login",
                        true);
        try {
            service.homeserver().call(Call.post(body, "v3", "register").twiceIsOnce(), null);
        } catch (HomeserverError e) {
            if (!e.is(ErrorCode.USER_IN_USE)) {
                throw e;
            }
        }
        service.registered(user);
    }

    /// Joins the room, if the user is not in it; with an invite of the bot when it needs one.
    public void ensureJoined(RoomId room) {
        if (service.memberships().isJoined(room, user)) {
            return;
        }
        try {
            join(room.text());
        } catch (HomeserverError e) {
            if (!e.is(ErrorCode.FORBIDDEN) || isBot()) {
                throw e;
            }
            service.as(service.bot()).invite(room, user);
            join(room.text());
        }
    }

    /// Joins the room of that id or alias, and returns its id.
    public RoomId join(String roomOrAlias) {
        JsonObject answer =
                call(Call.post(JsonObject.EMPTY, "v3", "join", roomOrAlias).twiceIsOnce());
        RoomId room = RoomId.parse(answer.string("room_id").orElse(roomOrAlias));
        service.memberships().set(room, user, true);
        return room;
    }

    /// Leaves the room; nothing when the user is not in it.
    public void leave(RoomId room, String reason) {
        JsonObject body = reason.isEmpty() ? JsonObject.EMPTY : JsonObject.of("reason", reason);
        try {
            call(Call.post(body, "v3", "rooms", room.text(), "leave").twiceIsOnce());
        } catch (HomeserverError e) {
            // Who was never in the room is refused.
            if (!e.is(ErrorCode.FORBIDDEN) && !e.is(ErrorCode.NOT_FOUND)) {
                throw e;
            }
        }
        service.memberships().set(room, user, false);
    }

    /// Invites a user; nothing when the user is in the room.
    public void invite(RoomId room, UserId invited) {
        ensureJoined(room);
        JsonObject body = JsonObject.of("user_id", invited.toString());
        try {
            call(Call.post(body, "v3", "rooms", room.text(), "invite").twiceIsOnce());
        } catch (HomeserverError e) {
            if (!isMember(room, invited)) {
                throw e;
            }
        }
    }

    /// Removes a user from the room.
    public void kick(RoomId room, UserId kicked, String reason) {
        ensureJoined(room);
        JsonObject body = JsonObject.of("user_id", kicked.toString(), "reason", reason);
        call(Call.post(body, "v3", "rooms", room.text(), "kick").twiceIsOnce());
    }

    /// Makes a room of this body of `createRoom`. When no answer came it is not tried again, since there might be two.
    public RoomId createRoom(JsonObject body) {
        RoomId room =
                RoomId.parse(
                        call(Call.post(body, "v3", "createRoom")).string("room_id").orElse(""));
        service.memberships().set(room, user, true);
        return room;
    }

    /// Gives the room an alias of the service's namespace.
    public void addAlias(RoomAlias alias, RoomId room) {
        call(
                Call.put(
                        JsonObject.of("room_id", room.text()),
                        "v3",
                        "directory",
                        "room",
                        alias.toString()));
    }

    /// Returns the room of the alias; empty when there is none.
    public Optional<RoomId> resolve(RoomAlias alias) {
        try {
            return call(Call.get("v3", "directory", "room", alias.toString()))
                    .string("room_id")
                    .flatMap(RoomId::tryParse);
        } catch (HomeserverError e) {
            if (e.is(ErrorCode.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Sends an event once, whatever happens to the first answer of this call, and returns its id.
    public String send(RoomId room, String type, JsonObject content) {
        return send(room, type, content, TransactionId.random());
    }

    /// Sends an event once for this transaction id, also over restarts, and returns its id.
    public String send(RoomId room, String type, JsonObject content, TransactionId transaction) {
        Call call = Call.put(content, "v3", "rooms", room.text(), "send", type, transaction.text());
        return inRoom(room, call).string("event_id").orElse("");
    }

    /// Sends a text message once for this transaction id, and returns its id.
    public String sendText(RoomId room, String text, TransactionId transaction) {
        JsonObject content = JsonObject.of("msgtype", "m.text", "body", text);
        return send(room, EventTypes.MESSAGE, content, transaction);
    }

    /// Sends a notice, as bots speak, once for this transaction id, and returns its id.
    public String sendNotice(RoomId room, String text, TransactionId transaction) {
        JsonObject content = JsonObject.of("msgtype", "m.notice", "body", text);
        return send(room, EventTypes.MESSAGE, content, transaction);
    }

    /// Sets state, and returns the id of its event.
    public String sendState(RoomId room, String type, String stateKey, JsonObject content) {
        Call call = Call.put(content, "v3", "rooms", room.text(), "state", type, stateKey);
        return inRoom(room, call).string("event_id").orElse("");
    }

    /// Says that the user types, for up to that time, or stopped.
    public void typing(RoomId room, boolean types, long timeoutMillis) {
        JsonObject body =
                types
                        ? JsonObject.of("typing", true, "timeout", timeoutMillis)
                        : JsonObject.of("typing", false);
        inRoom(room, Call.put(body, "v3", "rooms", room.text(), "typing", user.toString()));
    }

    /// Says that the user read up to the event.
    public void read(RoomId room, String eventId) {
        inRoom(
                room,
                Call.post(
                                JsonObject.EMPTY,
                                "v3",
                                "rooms",
                                room.text(),
                                "receipt",
                                "m.read",
                                eventId)
                        .twiceIsOnce());
    }

    /// Sets the user's name.
    public void setDisplayName(String name) {
        profile("displayname", Json.of(name));
    }

    /// Sets the user's picture.
    public void setAvatar(String mxc) {
        profile("avatar_url", Json.of(mxc));
    }

    /// Returns the answer of any other call of the client-server API as this user.
    public JsonObject call(Call call) {
        ensureRegistered();
        return service.homeserver().object(call, user);
    }

    private void profile(String key, Json value) {
        call(Call.put(JsonObject.of(key, value), "v3", "profile", user.toString(), key));
    }

    private JsonObject inRoom(RoomId room, Call call) {
        boolean assumed = service.memberships().isJoined(room, user);
        ensureJoined(room);
        try {
            return call(call);
        } catch (HomeserverError e) {
            if (!assumed || !e.is(ErrorCode.FORBIDDEN)) {
                throw e;
            }
            // It may have been removed from the room meanwhile.
            service.memberships().set(room, user, false);
            ensureJoined(room);
            return call(call);
        }
    }

    private boolean isMember(RoomId room, UserId other) {
        service.states().forget(room);
        return service.states().members(room, "join").contains(other.toString());
    }

    private boolean isBot() {
        return user.equals(service.bot());
    }
}
