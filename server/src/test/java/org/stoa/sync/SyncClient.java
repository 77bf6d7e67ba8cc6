package org.stoa.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;

/// A client that follows /sync as clients do: it keeps its token, and the state of each room as the answers tell it.
final class SyncClient {
    private final TestClient client;
    private final String filter;
    private final String presence;
    private final Map<String, Map<StateKey, String>> state = new HashMap<>();
    private Optional<String> since = Optional.empty();

    private record StateKey(String type, String key) {}

    SyncClient(TestClient client) {
        this(client, "{}");
    }

    SyncClient(TestClient client, String filter) {
        this(client, filter, "online");
    }

    /// A client that shows itself to others in a state of presence.
    SyncClient(TestClient client, String filter, String presence) {
        this.client = client;
        this.filter = filter;
        this.presence = presence;
    }

    TestClient client() {
        return client;
    }

    String since() {
        return since.orElseThrow();
    }

    /// Syncs, at once.
    JsonObject sync() {
        return sync(0);
    }

    /// Syncs, waiting for news for so long.
    JsonObject sync(long timeoutMillis) {
        String query =
                "/sync?timeout=" + timeoutMillis + "&set_presence=" + presence + "&filter={}";
        JsonObject answer =
                since.isEmpty()
                        ? client.get(query, filter).ok()
                        : client.get(query + "&since={}", filter, since.get()).ok();
        since = answer.string("next_batch");
        rooms(answer, "join").forEach((room, part) -> apply(room, (JsonObject) part));
        return answer;
    }

    /// The event id that holds a key in the room, as the client knows it.
    Optional<String> held(String room, String type, String key) {
        return Optional.ofNullable(state.getOrDefault(room, Map.of()).get(new StateKey(type, key)));
    }

    /// Every key of the room's state with its event id, as `type|key`.
    Map<String, String> heldIn(String room) {
        Map<String, String> all = new HashMap<>();
        state.getOrDefault(room, Map.of())
                .forEach((key, event) -> all.put(key.type() + "|" + key.key(), event));
        return all;
    }

    static JsonObject rooms(JsonObject answer, String heading) {
        return answer.object("rooms")
                .flatMap(rooms -> rooms.object(heading))
                .orElse(JsonObject.EMPTY);
    }

    static Optional<JsonObject> room(JsonObject answer, String heading, String room) {
        return rooms(answer, heading).object(room);
    }

    static JsonObject joined(JsonObject answer, String room) {
        return room(answer, "join", room)
                .orElseThrow(() -> new AssertionError("no " + room + " in " + answer));
    }

    static List<JsonObject> events(JsonObject room, String section) {
        return room.object(section)
                .flatMap(part -> part.array("events"))
                .orElseThrow(() -> new AssertionError("no " + section + " in " + room))
                .objects();
    }

    static List<String> bodies(List<JsonObject> events) {
        return events.stream()
                .flatMap(event -> event.object("content").flatMap(c -> c.string("body")).stream())
                .toList();
    }

    static String id(Json event) {
        return ((JsonObject) event).string("event_id").orElseThrow();
    }

    private void apply(String room, JsonObject part) {
        Map<StateKey, String> known = state.computeIfAbsent(room, first -> new HashMap<>());
        for (String section : List.of("state", "timeline")) {
            for (JsonObject event : events(part, section)) {
                if (event.has("state_key")) {
                    known.put(
                            new StateKey(
                                    event.string("type").orElseThrow(),
                                    event.string("state_key").orElseThrow()),
                            id(event));
                }
            }
        }
    }
}
