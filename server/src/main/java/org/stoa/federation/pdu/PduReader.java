package org.stoa.federation.pdu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.stoa.platform.Parallel;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventHasher;
import org.stoa.protocol.event.ReceivedPdu;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.keys.EventSignatures;
import org.stoa.remote.keys.KeyReach;
import org.stoa.remote.keys.KeyWishes;

/// Reads PDUs: the first three of the checks that each event of another server has to pass. The others need the room. Blocks
/// while the keys of servers are fetched, for all events of a call together. Thread-safe.
///
/// Spec: server-server-api#checks-performed-on-receipt-of-a-pdu (v1.19).
public final class PduReader {
    /// Events that are worth a thread of their own: what takes time is to check a signature.
    private static final int EACH = 12;

    private final EventSignatures signatures;
    private final Parallel parallel;
    private final KeyReach reach;

    /// Reads with these keys, parts of what is much side by side.
    public PduReader(EventSignatures signatures, Parallel parallel) {
        this(signatures, parallel, KeyReach.USUAL);
    }

    private PduReader(EventSignatures signatures, Parallel parallel, KeyReach reach) {
        this.signatures = signatures;
        this.parallel = parallel;
        this.reach = reach;
    }

    /// Returns one that goes further for keys, for the state of a room that is being entered.
    public PduReader forWholeStates() {
        return new PduReader(signatures, parallel, KeyReach.WHOLE_STATE);
    }

    /// Asks for the keys for events that are read later by a [#withKnownKeys] reader.
    public void prepare(KeyWishes wishes) {
        signatures.prepare(wishes, reach);
    }

    /// Returns one that asks nobody for keys.
    public PduReader withKnownKeys() {
        return new PduReader(signatures, parallel, KeyReach.KNOWN);
    }

    /// Returns for each of the PDUs, in their order, the event that it is, without looking at its signatures; empty for one that is
    /// no valid event of the room.
    List<Optional<Event>> unverified(RoomId room, RoomRules rules, List<JsonObject> pdus) {
        return parallel.mapParts(
                pdus, EACH, pdu -> parse(room, rules, pdu).pdu().map(ReceivedPdu::event));
    }

    /// What one PDU was read as: an event, or why not.
    private record Read(Optional<ReceivedPdu> pdu, Optional<Reading.Refused> refused) {}

    /// Returns which of the PDUs of one room may be believed.
    public Reading read(RoomId room, RoomRules rules, JsonArray pdus) {
        return read(room, rules, pdus, UnaryOperator.identity());
    }

    /// Returns which of those PDUs of one room may be believed that are wanted: nobody is asked for keys for the others.
    ///
    /// @param wanted what is wanted of what is there, before any signature is verified
    public Reading read(
            RoomId room, RoomRules rules, JsonArray pdus, UnaryOperator<Collection<Event>> wanted) {
        List<JsonObject> objects = new ArrayList<>();
        List<Reading.Refused> refused = new ArrayList<>();
        for (Json pdu : pdus) {
            if (pdu instanceof JsonObject object) {
                objects.add(object);
            } else {
                refused.add(new Reading.Refused(Optional.empty(), "It is no object", true));
            }
        }
        Reading reading = read(room, rules, objects, wanted);
        refused.addAll(reading.refused());
        return new Reading(reading.events(), refused, reading.emptied());
    }

    /// Returns which of the PDUs of one room may be believed.
    public Reading read(RoomId room, RoomRules rules, Collection<JsonObject> pdus) {
        return read(room, rules, pdus, UnaryOperator.identity());
    }

    private Reading read(
            RoomId room,
            RoomRules rules,
            Collection<JsonObject> pdus,
            UnaryOperator<Collection<Event>> wanted) {
        List<Reading.Refused> refused = new ArrayList<>();
        Map<EventId, ReceivedPdu> parsed = new LinkedHashMap<>();
        for (Read read :
                parallel.mapParts(List.copyOf(pdus), EACH, pdu -> parse(room, rules, pdu))) {
            read.pdu().ifPresent(pdu -> parsed.putIfAbsent(pdu.event().eventId(), pdu));
            read.refused().ifPresent(refused::add);
        }
        keep(parsed, wanted);
        // 2. Passes signature checks, otherwise it is dropped.
        Predicate<ReceivedPdu> isSigned = signatures.validity(parsed.values(), reach);
        List<Event> events = new ArrayList<>();
        Set<EventId> emptied = new HashSet<>();
        for (Read read :
                parallel.mapParts(
                        List.copyOf(parsed.values()),
                        EACH,
                        pdu -> checkSignatures(pdu, isSigned))) {
            // 3. Passes hash checks, otherwise it is redacted before being processed further.
            read.pdu().ifPresent(pdu -> events.add(pdu.believed()));
            read.pdu()
                    .filter(pdu -> !pdu.isWhole())
                    .ifPresent(pdu -> emptied.add(pdu.event().eventId()));
            read.refused().ifPresent(refused::add);
        }
        return new Reading(events, refused, emptied);
    }

    private static void keep(
            Map<EventId, ReceivedPdu> parsed, UnaryOperator<Collection<Event>> wanted) {
        List<Event> events = parsed.values().stream().map(ReceivedPdu::event).toList();
        Set<EventId> kept = new HashSet<>();
        wanted.apply(events).forEach(event -> kept.add(event.eventId()));
        parsed.keySet().retainAll(kept);
    }

    private static Read checkSignatures(ReceivedPdu pdu, Predicate<ReceivedPdu> isSigned) {
        return isSigned.test(pdu)
                ? read(pdu)
                : refuse(Optional.of(pdu.event().eventId()), "Its signatures are not valid", false);
    }

    private static Read read(ReceivedPdu pdu) {
        return new Read(Optional.of(pdu), Optional.empty());
    }

    private static Read refuse(Optional<EventId> eventId, String reason, boolean isFinal) {
        return new Read(
                Optional.empty(), Optional.of(new Reading.Refused(eventId, reason, isFinal)));
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
    private static Read parse(RoomId room, RoomRules rules, JsonObject pdu) {
        try {
            ReceivedPdu read = ReceivedPdu.parse(pdu, rules);
            Event event = read.event();
            return event.roomId().equals(room)
                    ? read(read)
                    : refuse(
                            Optional.of(event.eventId()),
                            "It is of another room than " + room,
                            true);
        } catch (MatrixException | JsonException invalid) {
            return refuse(eventId(pdu, rules), reason(invalid), true);
        }
    }

    private static String reason(RuntimeException invalid) {
        return invalid instanceof MatrixException
                ? String.valueOf(invalid.getMessage())
                : "It is not canonical JSON";
    }
}
