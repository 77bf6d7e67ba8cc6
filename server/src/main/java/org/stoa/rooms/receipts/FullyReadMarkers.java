package org.stoa.rooms.receipts;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.AccountDataRepository;

/// Keeps up to where a user is through with a room: the account data `m.fully_read`. It moves forwards only. Thread-safe.
///
/// Spec: client-server-api#fully-read-markers (v1.19).
public final class FullyReadMarkers {
    /// The type of the account data, and the name that clients give the marker.
    public static final String TYPE = "m.fully_read";

    private final Database database;
    private final EventStore events;
    private final ReadEvents readEvents;
    private final AccountDataRepository accountData = new AccountDataRepository();

    /// Creates it.
    public FullyReadMarkers(Database database, Rooms rooms, EventStore events, Names names) {
        this.database = database;
        this.events = events;
        this.readEvents = new ReadEvents(database, rooms, events, names);
    }

    /// Moves a user's marker to an event and returns when that is durable.
    ///
    /// Errors: M_FORBIDDEN when he is not in the room; M_NOT_FOUND for an unknown event.
    public void set(Requester requester, RoomId roomId, EventId eventId) {
        Room room = readEvents.joinedRoom(requester, roomId);
        StoredEvent event = readEvents.inTimeline(room, eventId);
        database.execute(tx -> write(tx, room, requester.userNid(), event));
    }

    private void write(WriteTx tx, Room room, long user, StoredEvent event) {
        if (keptOrd(tx, room, user) >= event.ord()) {
            return;
        }
        JsonObject content = JsonObject.of("event_id", event.eventId().toString());
        accountData.put(tx, user, room.nid(), TYPE, content.toString());
    }

    /// The place of the marker that is kept; 0 when there is none, or its event is not here any more.
    private long keptOrd(Tx tx, Room room, long user) {
        Optional<EventId> kept =
                accountData
                        .find(tx, user, room.nid(), TYPE)
                        .flatMap(text -> Json.parseObject(text).string("event_id"))
                        .flatMap(EventId::tryParse);
        return kept.flatMap(id -> events.find(tx, room.nid(), room.rules(), id))
                .map(StoredEvent::ord)
                .orElse(0L);
    }
}
