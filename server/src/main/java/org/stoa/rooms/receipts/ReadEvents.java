package org.stoa.rooms.receipts;

import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Finds the room and the event that somebody says was read.
final class ReadEvents {
    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final Names names;

    ReadEvents(Database database, Rooms rooms, EventStore events, Names names) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.names = names;
    }

    /// The room, of which the user must be a member.
    ///
    /// Errors: M_FORBIDDEN when he is not.
    Room joinedRoom(Requester requester, RoomId roomId) {
        Room room = rooms.require(roomId);
        StateView state = new StateView(room.visible().head().state(), names, events);
        if (state.membership(requester.userId()) != Membership.JOIN) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You are not in room " + roomId);
        }
        return room;
    }

    /// The event, which must be in the room's timeline.
    ///
    /// Errors: M_NOT_FOUND when it is not.
    StoredEvent inTimeline(Room room, EventId eventId) {
        return database.read(tx -> events.find(tx, room.nid(), room.rules(), eventId))
                .filter(event -> event.ord() != 0)
                .orElseThrow(EventStore::notFound);
    }
}
