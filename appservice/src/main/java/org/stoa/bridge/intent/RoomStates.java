package org.stoa.bridge.intent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.client.Call;
import org.stoa.bridge.client.Homeserver;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// The current state of the rooms that the bot is in, read once and then kept up by the events that arrive. Rooms that were
/// not asked about for the longest time are forgotten. Safe for use by several threads.
public final class RoomStates {

    /// Of all rooms together; a few hundred bytes each.
    private static final int MAX_ENTRIES = 200_000;

    private final Homeserver homeserver;
    private final Map<RoomId, Map<Key, JsonObject>> rooms = new LinkedHashMap<>(16, 0.75f, true);
    private int entries;

    private record Key(String type, String stateKey) {}

    RoomStates(Homeserver homeserver) {
        this.homeserver = homeserver;
    }

    /// Returns the content of that state event; empty when there is none.
    public Optional<JsonObject> content(RoomId room, String type, String stateKey) {
        Map<Key, JsonObject> state = state(room);
        synchronized (this) {
            return Optional.ofNullable(state.get(new Key(type, stateKey)));
        }
    }

    /// Returns the ids of the users whose membership is this, such as `join`.
    public Set<String> members(RoomId room, String membership) {
        Map<Key, JsonObject> state = state(room);
        Set<String> members = new TreeSet<>();
        synchronized (this) {
            state.forEach(
                    (key, content) -> {
                        if (key.type().equals(EventTypes.MEMBER)
                                && content.string("membership").equals(Optional.of(membership))) {
                            members.add(key.stateKey());
                        }
                    });
        }
        return members;
    }

    /// Takes an event that arrived.
    void update(RoomEvent event) {
        if (event.stateKey().isEmpty()) {
            return;
        }
        synchronized (this) {
            Map<Key, JsonObject> state = rooms.get(event.room());
            if (state != null) {
                Key key = new Key(event.type(), event.stateKey().orElseThrow());
                if (state.put(key, event.content()) == null) {
                    entries++;
                }
            }
        }
    }

    /// Forgets what is known of the room.
    public synchronized void forget(RoomId room) {
        Map<Key, JsonObject> state = rooms.remove(room);
        entries -= state == null ? 0 : state.size();
    }

    private Map<Key, JsonObject> state(RoomId room) {
        synchronized (this) {
            Map<Key, JsonObject> state = rooms.get(room);
            if (state != null) {
                return state;
            }
        }
        Json answer = homeserver.call(Call.get("v3", "rooms", room.text(), "state"), null);
        Map<Key, JsonObject> read =
                read(answer instanceof JsonArray array ? array : JsonArray.EMPTY);
        synchronized (this) {
            Map<Key, JsonObject> before = rooms.put(room, read);
            entries += read.size() - (before == null ? 0 : before.size());
            makeRoom();
        }
        return read;
    }

    private static Map<Key, JsonObject> read(JsonArray events) {
        Map<Key, JsonObject> state = new LinkedHashMap<>();
        for (JsonObject event : events.objects()) {
            state.put(
                    new Key(event.string("type").orElse(""), event.string("state_key").orElse("")),
                    event.object("content").orElse(JsonObject.EMPTY));
        }
        return state;
    }

    private void makeRoom() {
        var oldest = rooms.entrySet().iterator();
        while (entries > MAX_ENTRIES && rooms.size() > 1) {
            entries -= oldest.next().getValue().size();
            oldest.remove();
        }
    }
}
