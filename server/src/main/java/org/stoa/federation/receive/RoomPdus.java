package org.stoa.federation.receive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.federation.fetch.Originals;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.pdu.Reading;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.ReceivedEvents;
import org.stoa.rooms.receive.Sorted;
import org.stoa.rooms.receive.Verdict;
import org.stoa.storage.StorageException;

/// The way of the events of one room in a transaction. Thread-safe.
///
/// Spec: server-server-api#checks-performed-on-receipt-of-a-pdu, #server-access-control-lists-acls (v1.19).
final class RoomPdus {
    private static final Logger LOG = LoggerFactory.getLogger(RoomPdus.class);

    private final RoomAcls acls;
    private final PduReader reader;
    private final Originals originals;
    private final ReceivedEvents events;
    private final Staging staging;
    private final StagedRooms stagedRooms;

    RoomPdus(
            RoomAcls acls,
            PduReader reader,
            Originals originals,
            ReceivedEvents events,
            Staging staging,
            StagedRooms stagedRooms) {
        this.acls = acls;
        this.reader = reader;
        this.originals = originals;
        this.events = events;
        this.staging = staging;
        this.stagedRooms = stagedRooms;
    }

    /// The same for all events whose id can be told.
    static Map<EventId, PduResult> all(Room room, List<JsonObject> pdus, String error) {
        Map<EventId, PduResult> results = new LinkedHashMap<>();
        for (JsonObject pdu : pdus) {
            PduReader.eventId(pdu, room.rules())
                    .ifPresent(id -> results.put(id, PduResult.failed(error)));
        }
        return results;
    }

    /// Returns what became of each, when that is durable.
    Map<EventId, PduResult> receive(ServerName origin, Room room, List<JsonObject> pdus) {
        if (!acls.allows(room, origin)) {
            return all(room, pdus, "The room does not let " + origin + " take part in it");
        }
        Reading reading = reader.read(room.roomId(), room.rules(), pdus);
        Map<EventId, PduResult> results = new LinkedHashMap<>();
        for (Reading.Refused refused : reading.refused()) {
            refused.eventId().ifPresent(id -> results.put(id, PduResult.failed(refused.reason())));
            LOG.debug("Dropped {} of {} from {}", refused, room.roomId(), origin);
        }
        List<Event> allowed = new ArrayList<>();
        for (Event event : originals.of(room, origin, reading.events(), reading.emptied())) {
            if (acls.allows(room, event.sender().server())) {
                allowed.add(event);
            } else {
                results.put(
                        event.eventId(),
                        PduResult.failed("The room does not let its sender take part in it"));
            }
        }
        List<Event> sorted = Sorted.byPrevs(allowed);
        List<Verdict> verdicts = verdicts(room, sorted);
        List<Event> lacking = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            if (GapFilling.isLacking(verdicts.get(i))) {
                lacking.add(sorted.get(i));
            } else {
                results.put(sorted.get(i).eventId(), result(verdicts.get(i)));
            }
        }
        results.putAll(stage(origin, room, lacking));
        return results;
    }

    /// Keeps what lacks something until that is here, and has it looked for.
    private Map<EventId, PduResult> stage(ServerName origin, Room room, List<Event> lacking) {
        Map<EventId, PduResult> results = new LinkedHashMap<>();
        if (!lacking.isEmpty()) {
            Set<EventId> refused = staging.put(room, origin, lacking);
            for (Event event : lacking) {
                results.put(
                        event.eventId(),
                        refused.contains(event.eventId())
                                ? PduResult.failed("Too many events wait for others")
                                : PduResult.DONE);
            }
        }
        if (staging.mayHave(room)) {
            stagedRooms.wake(room);
        }
        return results;
    }

    /// All together; and one by one when that fails, so that a bad one fails alone.
    private List<Verdict> verdicts(Room room, List<Event> allowed) {
        List<ReceivedEvent> received =
                allowed.stream().map(each -> ReceivedEvent.of(each).offered()).toList();
        try {
            return events.receive(room, received);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            if (received.size() == 1) {
                throw e;
            }
            LOG.warn("{} events of {} fail together", received.size(), room.roomId(), e);
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (ReceivedEvent each : received) {
            verdicts.addAll(events.receive(room, List.of(each)));
        }
        return verdicts;
    }

    private static PduResult result(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted _, Verdict.SoftFailed _ -> PduResult.DONE;
            case Verdict.Rejected(String reason) -> PduResult.failed(reason);
            case Verdict.Dropped dropped ->
                    PduResult.failed(
                            switch (dropped.reason()) {
                                case MISSING_PREV_EVENTS -> "Its prev events are not here";
                                case MISSING_AUTH_EVENTS -> "Its auth events are not here";
                                case OTHER_ROOM -> "It is of another room";
                                case NOT_IN_ROOM -> "This server is not in the room";
                            });
        };
    }
}
