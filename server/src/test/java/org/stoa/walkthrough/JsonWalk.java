package org.stoa.walkthrough;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// Short ways to the places in an answer that a text points at.
final class JsonWalk {
    private JsonWalk() {}

    /// The string at the end of these names; fails when there is none.
    static String string(JsonObject from, String... names) {
        JsonObject holder =
                object(from, List.of(names).subList(0, names.length - 1).toArray(String[]::new));
        String last = names[names.length - 1];
        return holder.string(last)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "no string " + String.join(".", names) + " in " + from));
    }

    /// The object at the end of these names; fails when there is none.
    static JsonObject object(JsonObject from, String... names) {
        JsonObject holder = from;
        for (String name : names) {
            JsonObject outer = holder;
            holder =
                    outer.object(name)
                            .orElseThrow(
                                    () -> new AssertionError("no object " + name + " in " + outer));
        }
        return holder;
    }

    /// The objects of the array of that name; fails when there is none.
    static List<JsonObject> objects(JsonObject from, String name) {
        return from
                .array(name)
                .orElseThrow(() -> new AssertionError("no array " + name + " in " + from))
                .stream()
                .map(JsonWalk::asObject)
                .toList();
    }

    /// The first event of that type and state key.
    static Optional<JsonObject> state(List<JsonObject> events, String type, String stateKey) {
        return events.stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .filter(event -> event.string("state_key").equals(Optional.of(stateKey)))
                .findFirst();
    }

    /// What the messages among the events say, in their order.
    static List<String> bodies(List<JsonObject> events) {
        return events.stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
                .map(event -> string(event, "content", "body"))
                .toList();
    }

    static JsonObject asObject(Json json) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw new AssertionError("not an object: " + json);
    }
}
