package org.stoa.federation.pdu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventHasher;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.keys.EventSignatures;

/// Reads PDUs: the first three of the checks that each event of another server has to pass. The others need the room. Blocks
/// while the keys of servers are fetched, for all events of a call together. Thread-safe.
///
/// Spec: server-server-api#checks-performed-on-receipt-of-a-pdu (v1.19).
public final class PduReader {
    private final EventSignatures signatures;

    /// Reads with these keys.
    public PduReader(EventSignatures signatures) {
        this.signatures = signatures;
    }

    /// Returns which of the PDUs of one room may be believed.
    public Reading read(RoomId room, RoomRules rules, JsonArray pdus) {
        List<JsonObject> objects = new ArrayList<>();
        List<Reading.Refused> refused = new ArrayList<>();
        for (Json pdu : pdus) {
            if (pdu instanceof JsonObject object) {
                objects.add(object);
            } else {
                refused.add(new Reading.Refused(Optional.empty(), "It is no object", true));
            }
        }
        Reading reading = read(room, rules, objects);
        refused.addAll(reading.refused());
        return new Reading(reading.events(), refused);
    }

    /// Returns which of the PDUs of one room may be believed.
    public Reading read(RoomId room, RoomRules rules, Collection<JsonObject> pdus) {
        List<Reading.Refused> refused = new ArrayList<>();
        Map<EventId, Event> parsed = new LinkedHashMap<>();
        for (JsonObject pdu : pdus) {
            parse(room, rules, pdu, refused)
                    .ifPresent(event -> parsed.putIfAbsent(event.eventId(), event));
        }
        // 2. Passes signature checks, otherwise it is dropped.
        Set<Event> signed = signatures.valid(parsed.values());
        List<Event> events = new ArrayList<>();
        for (Event event : parsed.values()) {
            if (signed.contains(event)) {
                events.add(checkHash(event));
            } else {
                refused.add(
                        new Reading.Refused(
                                Optional.of(event.eventId()),
                                "Its signatures are not valid",
                                false));
            }
        }
        return new Reading(events, refused);
    }

    /// Returns the id of what need not be a valid event, to answer its sender with; empty when none can be told.
    public static Optional<EventId> eventId(JsonObject pdu, RoomRules rules) {
        if (!rules.eventIdFormat().isHash()) {
            return pdu.string("event_id").flatMap(EventId::tryParse);
        }
        try {
            return Optional.of(EventHasher.eventId(pdu, rules));
        } catch (MatrixException | JsonException | IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    /// 1. Is a valid event, otherwise it is dropped.
    private static Optional<Event> parse(
            RoomId room, RoomRules rules, JsonObject pdu, List<Reading.Refused> refused) {
        try {
            Event event = Event.parse(pdu, rules);
            if (event.roomId().equals(room)) {
                return Optional.of(event);
            }
            refused.add(
                    new Reading.Refused(
                            Optional.of(event.eventId()),
                            "It is of another room than " + room,
                            true));
        } catch (MatrixException | JsonException invalid) {
            refused.add(new Reading.Refused(eventId(pdu, rules), reason(invalid), true));
        }
        return Optional.empty();
    }

    private static String reason(RuntimeException invalid) {
        return invalid instanceof MatrixException
                ? String.valueOf(invalid.getMessage())
                : "It is not canonical JSON";
    }

    /// 3. Passes hash checks, otherwise it is redacted before being processed further.
    private static Event checkHash(Event event) {
        return EventHasher.hasValidContentHash(event.json(), event.rules())
                ? event
                : event.redacted();
    }
}
