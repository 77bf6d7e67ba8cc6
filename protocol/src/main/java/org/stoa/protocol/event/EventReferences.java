package org.stoa.protocol.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;

/// How events name others in `prev_events` and `auth_events`: as ids, and in room versions 1 and 2 as pairs of an id and
/// a reference hash.
///
/// Spec: rooms/v1#event-format, rooms/v3#event-format (v1.19).
public final class EventReferences {

    /// The most events that one can follow.
    public static final int MAX_PREV_EVENTS = 20;

    /// The most events that can say that one is allowed.
    public static final int MAX_AUTH_EVENTS = 10;

    private EventReferences() {}

    /// Returns the references as a new event has them.
    ///
    /// @param referenceHash asked only in room versions 1 and 2
    public static JsonArray toJson(
            Collection<EventId> events,
            RoomRules rules,
            Function<? super EventId, byte[]> referenceHash) {
        JsonArray.Builder references = JsonArray.builder();
        for (EventId event : events) {
            JsonString id = new JsonString(event.text());
            references.add(
                    rules.eventIdFormat().isHash()
                            ? id
                            : JsonArray.of(id, hashes(referenceHash.apply(event))));
        }
        return references.build();
    }

    static List<EventId> prevEvents(JsonObject pdu, RoomRules rules) {
        return read(pdu, "prev_events", MAX_PREV_EVENTS, rules);
    }

    static List<EventId> authEvents(JsonObject pdu, RoomRules rules) {
        return read(pdu, "auth_events", MAX_AUTH_EVENTS, rules);
    }

    private static JsonObject hashes(byte[] referenceHash) {
        return JsonObject.of("sha256", UnpaddedBase64.encode(referenceHash));
    }

    private static List<EventId> read(JsonObject pdu, String name, int most, RoomRules rules) {
        JsonArray references =
                pdu.array(name)
                        .orElseThrow(() -> EventFormat.badFormat("Expected an array " + name));
        if (references.size() > most) {
            throw EventFormat.badFormat("Expected at most " + most + " " + name);
        }
        List<EventId> events = new ArrayList<>(references.size());
        for (Json reference : references) {
            events.add(EventFormat.eventId(id(reference, name, rules)));
        }
        return List.copyOf(events);
    }

    private static String id(Json reference, String name, RoomRules rules) {
        if (rules.eventIdFormat().isHash()) {
            if (reference instanceof JsonString(String id)) {
                return id;
            }
            throw EventFormat.badFormat("Expected " + name + " to be event ids");
        }
        boolean pair =
                reference instanceof JsonArray array
                        && array.size() == 2
                        && array.get(1) instanceof JsonObject;
        if (pair && ((JsonArray) reference).get(0) instanceof JsonString(String id)) {
            return id;
        }
        throw EventFormat.badFormat("Expected " + name + " to be pairs of event id and hashes");
    }
}
