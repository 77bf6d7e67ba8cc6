package org.stoa.bridge.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Rooms in memory, with the rules that bridges meet: who may join, who may send, what a transaction id is.
public final class FakeRooms {

    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> sent = new LinkedHashMap<>();
    private final Consumer<JsonObject> listener;
    private int number;

    private static final class Room {
        final List<JsonObject> events = new ArrayList<>();
        final Map<String, JsonObject> state = new LinkedHashMap<>();
    }

    FakeRooms(Consumer<JsonObject> listener) {
        this.listener = listener;
    }

    /// Makes a room, as `createRoom` does.
    public synchronized String create(String user, JsonObject body) {
        String room = "!room" + ++number + ":test";
        Optional<String> alias = body.string("room_alias_name").map(name -> "#" + name + ":test");
        if (alias.filter(aliases::containsKey).isPresent()) {
            throw new MatrixException(ErrorCode.ROOM_IN_USE, "The alias is taken");
        }
        rooms.put(room, new Room());
        add(user, room, "m.room.create", "", JsonObject.EMPTY);
        add(user, room, "m.room.member", user, JsonObject.of("membership", "join"));
        boolean isPublic = body.string("preset").equals(Optional.of("public_chat"));
        add(
                user,
                room,
                "m.room.join_rules",
                "",
                JsonObject.of("join_rule", isPublic ? "public" : "invite"));
        body.string("name")
                .ifPresent(name -> add(user, room, "m.room.name", "", JsonObject.of("name", name)));
        body.string("topic")
                .ifPresent(
                        topic ->
                                add(user, room, "m.room.topic", "", JsonObject.of("topic", topic)));
        alias.ifPresent(name -> aliases.put(name, room));
        boolean direct = body.bool("is_direct").orElse(false);
        for (String invited : body.array("invite").orElse(JsonArray.EMPTY).strings()) {
            invite(user, room, invited, direct);
        }
        return room;
    }

    /// Returns the room of an alias.
    public synchronized Optional<String> resolve(String alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    /// Adds an alias.
    public synchronized void alias(String alias, String room) {
        if (aliases.putIfAbsent(alias, room) != null) {
            throw new MatrixException(ErrorCode.UNKNOWN, "The alias is taken").withStatus(409);
        }
    }

    /// Invites.
    public synchronized void invite(String user, String room, String invited, boolean direct) {
        requireJoined(user, room);
        if (membership(room, invited).equals("join")) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Is in the room");
        }
        JsonObject content = JsonObject.of("membership", "invite");
        add(
                user,
                room,
                "m.room.member",
                invited,
                direct ? content.with("is_direct", Json.of(true)) : content);
    }

    /// Joins by id.
    public synchronized void join(String user, String room) {
        String membership = membership(room, user);
        boolean isPublic =
                state(room, "m.room.join_rules", "")
                        .string("join_rule")
                        .equals(Optional.of("public"));
        if (membership.equals("ban") || (!isPublic && membership.equals("leave"))) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Not invited");
        }
        if (!membership.equals("join")) {
            add(user, room, "m.room.member", user, JsonObject.of("membership", "join"));
        }
    }

    /// Leaves, or removes another.
    public synchronized void leave(String user, String room, String who, JsonObject body) {
        if (membership(room, who).equals("leave")) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Not in the room");
        }
        JsonObject content = JsonObject.of("membership", "leave");
        add(
                user,
                room,
                "m.room.member",
                who,
                body.has("reason")
                        ? content.with("reason", Json.of(body.string("reason")))
                        : content);
    }

    /// Sends once for each transaction id.
    public synchronized String send(
            String user, String room, String type, String transaction, JsonObject content) {
        requireJoined(user, room);
        String key = user + " " + room + " " + type + " " + transaction;
        String before = sent.get(key);
        if (before != null) {
            return before;
        }
        String id = add(user, room, type, null, content);
        sent.put(key, id);
        return id;
    }

    /// Sets state.
    public synchronized String setState(
            String user, String room, String type, String key, JsonObject content) {
        requireJoined(user, room);
        return add(user, room, type, key, content);
    }

    /// Returns the content of a state event; empty when there is none.
    public synchronized JsonObject state(String room, String type, String key) {
        JsonObject event = room(room).state.get(type + " " + key);
        return event == null ? JsonObject.EMPTY : event.object("content").orElse(JsonObject.EMPTY);
    }

    /// Returns all of the current state.
    public synchronized JsonArray state(String room) {
        return JsonArray.of(room(room).state.values());
    }

    /// Returns who is joined.
    public synchronized Set<String> joined(String room) {
        Set<String> joined = new TreeSet<>();
        for (JsonObject event : room(room).state.values()) {
            String key = event.string("state_key").orElse("");
            if (event.string("type").equals(Optional.of("m.room.member"))
                    && membership(room, key).equals("join")) {
                joined.add(key);
            }
        }
        return joined;
    }

    /// Returns the events of a room, in order.
    public synchronized List<JsonObject> events(String room) {
        return List.copyOf(room(room).events);
    }

    /// Returns the messages of a room as `sender msgtype body`, without the server of the sender.
    public synchronized List<String> messages(String room) {
        List<String> messages = new ArrayList<>();
        for (JsonObject event : room(room).events) {
            if (event.string("type").equals(Optional.of("m.room.message"))) {
                JsonObject content = event.object("content").orElse(JsonObject.EMPTY);
                messages.add(
                        event.string("sender").orElse("").replace(":test", "")
                                + " "
                                + content.string("msgtype").orElse("")
                                + " "
                                + content.string("body").orElse(""));
            }
        }
        return messages;
    }

    /// Returns the ids of all rooms, the oldest first.
    public synchronized List<String> ids() {
        return List.copyOf(rooms.keySet());
    }

    private String membership(String room, String user) {
        return state(room, "m.room.member", user).string("membership").orElse("leave");
    }

    private void requireJoined(String user, String room) {
        if (!membership(room, user).equals("join")) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "Not in the room");
        }
    }

    private Room room(String id) {
        Room room = rooms.get(id);
        if (room == null) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "No such room");
        }
        return room;
    }

    private String add(
            String user, String room, String type, @Nullable String key, JsonObject content) {
        String id = "$event" + ++number;
        JsonObject event =
                JsonObject.builder()
                        .put("event_id", id)
                        .put("room_id", room)
                        .put("sender", user)
                        .put("type", type)
                        .put("content", content)
                        .put("origin_server_ts", number)
                        .build();
        if (key != null) {
            event = event.with("state_key", Json.of(key));
            room(room).state.put(type + " " + key, event);
        }
        room(room).events.add(event);
        listener.accept(event);
        return id;
    }
}
