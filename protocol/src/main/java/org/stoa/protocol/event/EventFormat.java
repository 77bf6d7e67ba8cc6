package org.stoa.protocol.event;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.IdException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomRules;

/// Reads the fields of events and refuses what has not the format of the room version.
///
/// Spec: the event format of each room version (v1.19).
final class EventFormat {

    private static final String CREATE = "m.room.create";
    private static final String REDACTION = "m.room.redaction";

    private EventFormat() {}

    /// Checks what reading the header does not: numbers, and the types of the parts that hashes and signatures are in.
    static void check(JsonObject pdu, RoomRules rules) {
        requireObjectIfPresent(pdu, "hashes");
        requireObjectIfPresent(pdu, "signatures");
        requireObjectIfPresent(pdu, "unsigned");
        if (!rules.strictCanonicalJson()) {
            return;
        }
        try {
            CanonicalJson.requireStrict(pdu.without("unsigned"));
        } catch (JsonException e) {
            throw badFormat("Not canonical JSON: " + e.getMessage());
        }
    }

    static EventHeader header(JsonObject pdu, RoomRules rules, RoomId roomId) {
        String type = requiredString(pdu, "type");
        JsonObject content =
                pdu.object("content").orElseThrow(() -> badFormat("Expected an object content"));
        return new EventHeader(
                roomId,
                userId(requiredString(pdu, "sender")),
                type,
                stateKey(pdu),
                content,
                requiredInteger(pdu, "origin_server_ts"),
                depth(pdu, rules),
                EventReferences.prevEvents(pdu, rules),
                EventReferences.authEvents(pdu, rules),
                redacts(pdu, type, content, rules));
    }

    static EventId eventId(JsonObject pdu, RoomRules rules) {
        return rules.eventIdFormat().isHash()
                ? EventHasher.eventId(pdu, rules)
                : madeEventId(pdu, rules);
    }

    /// The same when what the reference hash is of is known.
    static EventId eventId(JsonObject pdu, RoomRules rules, byte[] hashed) {
        return rules.eventIdFormat().isHash()
                ? EventId.ofHash(EventHasher.sha256(hashed), rules)
                : madeEventId(pdu, rules);
    }

    private static EventId madeEventId(JsonObject pdu, RoomRules rules) {
        EventId eventId = eventId(requiredString(pdu, "event_id"));
        if (!eventId.matches(rules.eventIdFormat())) {
            throw badFormat("Expected an event_id with a server name");
        }
        return eventId;
    }

    /// Rooms of version 12 are named after their create event, which itself names no room.
    static RoomId roomId(JsonObject pdu, RoomRules rules, EventId eventId) {
        if (rules.roomIdFromCreate() && isCreate(pdu)) {
            return RoomId.ofCreateEvent(eventId);
        }
        try {
            return RoomId.parse(requiredString(pdu, "room_id"));
        } catch (IdException e) {
            throw badFormat("In room_id: " + e.getMessage());
        }
    }

    static EventId eventId(String text) {
        try {
            return EventId.parse(text);
        } catch (IdException e) {
            throw badFormat(e.getMessage());
        }
    }

    static MatrixException badFormat(@Nullable String message) {
        return MatrixException.of(ErrorCode.BAD_JSON, "Malformed event. " + message);
    }

    private static boolean isCreate(JsonObject pdu) {
        return pdu.get("type") instanceof JsonString(String type)
                && type.equals(CREATE)
                && pdu.get("state_key") instanceof JsonString(String stateKey)
                && stateKey.isEmpty();
    }

    private static UserId userId(String text) {
        try {
            return UserId.parse(text);
        } catch (IdException e) {
            throw badFormat("In sender: " + e.getMessage());
        }
    }

    private static @Nullable String stateKey(JsonObject pdu) {
        return pdu.has("state_key") ? requiredString(pdu, "state_key") : null;
    }

    private static long depth(JsonObject pdu, RoomRules rules) {
        long depth = requiredInteger(pdu, "depth");
        if (depth < 0 || depth > rules.maxDepth()) {
            throw badFormat("Expected a depth from 0 to " + rules.maxDepth());
        }
        return depth;
    }

    private static @Nullable EventId redacts(
            JsonObject pdu, String type, JsonObject content, RoomRules rules) {
        if (!type.equals(REDACTION)) {
            return null;
        }
        JsonObject place = rules.redactsInContent() ? content : pdu;
        return place.string("redacts").flatMap(EventId::tryParse).orElse(null);
    }

    private static String requiredString(JsonObject pdu, String name) {
        return pdu.string(name).orElseThrow(() -> badFormat("Expected a string " + name));
    }

    private static long requiredInteger(JsonObject pdu, String name) {
        OptionalLong value = pdu.integer(name);
        return value.orElseThrow(() -> badFormat("Expected an integer " + name));
    }

    private static void requireObjectIfPresent(JsonObject pdu, String name) {
        if (pdu.has(name) && pdu.object(name).isEmpty()) {
            throw badFormat("Expected " + name + " to be an object");
        }
    }
}
