package org.stoa.federation.receive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Parallel;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.storage.StorageException;

/// Takes in the events of a transaction: those of a room together and in order, rooms side by side, so that none waits for
/// another. Thread-safe.
final class IncomingPdus {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingPdus.class);

    private final Rooms rooms;
    private final OutsideRooms outside;
    private final OutsidePdus outsidePdus;
    private final RoomPdus roomPdus;
    private final Parallel parallel;

    IncomingPdus(
            Rooms rooms,
            OutsideRooms outside,
            OutsidePdus outsidePdus,
            RoomPdus roomPdus,
            Parallel parallel) {
        this.rooms = rooms;
        this.outside = outside;
        this.outsidePdus = outsidePdus;
        this.roomPdus = roomPdus;
        this.parallel = parallel;
    }

    /// Returns what became of each, when that is durable. One of which not even the id can be told is not among them.
    Map<EventId, PduResult> receive(ServerName origin, List<JsonObject> pdus) {
        Map<EventId, PduResult> results = new LinkedHashMap<>();
        parallel.map(
                        byRoom(pdus).entrySet(),
                        room -> receive(origin, room.getKey(), room.getValue()))
                .forEach(results::putAll);
        return results;
    }

    /// The room names the version, which says how to read the event; so one that names no room cannot be read.
    private static Map<RoomId, List<JsonObject>> byRoom(List<JsonObject> pdus) {
        Map<RoomId, List<JsonObject>> byRoom = new LinkedHashMap<>();
        for (JsonObject pdu : pdus) {
            pdu.string("room_id")
                    .flatMap(RoomId::tryParse)
                    .ifPresent(
                            room -> byRoom.computeIfAbsent(room, _ -> new ArrayList<>()).add(pdu));
        }
        return byRoom;
    }

    private Map<EventId, PduResult> receive(
            ServerName origin, RoomId roomId, List<JsonObject> pdus) {
        Optional<Room> room = rooms.findKnown(roomId);
        if (room.isEmpty()) {
            return unknownRoom(origin, roomId, pdus);
        }
        try {
            return outside.isHere(roomId)
                    ? roomPdus.receive(origin, room.get(), pdus)
                    : outsidePdus.receive(origin, room.get(), pdus);
        } catch (StorageException e) {
            // The whole transaction has to come again.
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Events of {} for {} failed", origin, roomId, e);
            return RoomPdus.all(room.get(), pdus, "This server failed");
        }
    }

    /// Without the room's version an id can be told only where the event has it.
    private static Map<EventId, PduResult> unknownRoom(
            ServerName origin, RoomId roomId, List<JsonObject> pdus) {
        LOG.debug("{} sends {} events of {}, which is not known", origin, pdus.size(), roomId);
        Map<EventId, PduResult> results = new LinkedHashMap<>();
        for (JsonObject pdu : pdus) {
            pdu.string("event_id")
                    .flatMap(EventId::tryParse)
                    .ifPresent(
                            id -> results.put(id, PduResult.failed("The room is not known here")));
        }
        return results;
    }
}
