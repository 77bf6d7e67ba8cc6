package org.stoa.rooms.read;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Tx;

/// Finds single events for those who may see them. What counts is the room as it was then: who may not read it any more
/// still sees an event from when it was world-readable. Thread-safe.
///
/// Spec: client-server-api#server-behaviour-5 "Room history visibility" (v1.19).
final class EventAccess {
    private final RoomAccess access;
    private final EventStore events;
    private final Visibility visibility;

    /// Creates it.
    EventAccess(RoomAccess access, EventStore events, Visibility visibility) {
        this.access = access;
        this.events = events;
        this.visibility = visibility;
    }

    /// An event that a user sees.
    ///
    /// @param seen what he reads of the room around it
    record SeenEvent(RoomAccess.Access seen, Visibility.Reader reader, StoredEvent event) {}

    /// The event; empty when there is none, this server does not have the room, or the user may not see it.
    Optional<SeenEvent> find(Tx tx, Requester requester, RoomId roomId, EventId eventId) {
        return access.room(roomId).flatMap(room -> find(tx, requester, room, eventId));
    }

    /// The event.
    ///
    /// Errors: M_NOT_FOUND when there is none, or the user may not see it; M_FORBIDDEN when he may not read the room either.
    SeenEvent require(Tx tx, Requester requester, RoomId roomId, EventId eventId) {
        Optional<SeenEvent> found = find(tx, requester, roomId, eventId);
        if (found.isEmpty()) {
            access.require(tx, requester, roomId);
        }
        return found.orElseThrow(EventStore::notFound);
    }

    private Optional<SeenEvent> find(Tx tx, Requester requester, Room room, EventId eventId) {
        Visibility.Reader reader = visibility.reader(tx, room, requester.userId());
        return events.find(tx, room.nid(), room.rules(), eventId)
                .filter(reader::sees)
                .map(
                        event ->
                                new SeenEvent(
                                        access.around(tx, requester, room, event), reader, event));
    }
}
