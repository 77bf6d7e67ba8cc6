package org.stoa.federation.receive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.federation.membership.Farewells;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.pdu.Reading;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.OutsideRooms;

/// Events of rooms that this server is not in. Of them it takes only those that end an invite or a knock of its users: servers
/// send these to the one that they concern, also when it is not in the room. Thread-safe.
final class OutsidePdus {
    private static final String NOT_HERE = "This server is not in the room";

    private final PduReader reader;
    private final OutsideRooms outside;

    private final Farewells farewells;

    OutsidePdus(PduReader reader, OutsideRooms outside, Farewells farewells) {
        this.reader = reader;
        this.outside = outside;
        this.farewells = farewells;
    }

    /// Returns what became of each, when that is durable.
    Map<EventId, PduResult> receive(ServerName origin, Room room, List<JsonObject> pdus) {
        Map<EventId, PduResult> results = new LinkedHashMap<>(RoomPdus.all(room, pdus, NOT_HERE));
        List<JsonObject> ends = pdus.stream().filter(this::mayEnd).toList();
        if (ends.isEmpty()) {
            farewells.seenBy(origin, room);
            return results;
        }
        Reading reading = reader.read(room.roomId(), room.rules(), ends);
        for (Event event : reading.events()) {
            results.put(event.eventId(), end(event));
        }
        return results;
    }

    /// Whether this is worth asking for its server's keys.
    private boolean mayEnd(JsonObject pdu) {
        return pdu.string("state_key").filter(outside::isOfThisServer).isPresent();
    }

    private PduResult end(Event event) {
        try {
            return outside.end(event) ? PduResult.DONE : PduResult.failed(NOT_HERE);
        } catch (MatrixException noMembership) {
            return PduResult.failed(NOT_HERE);
        }
    }
}
