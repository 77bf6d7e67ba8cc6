package org.stoa.federation.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;

/// Leaves of this server's users that a server in the room has not heard of yet. A join by its template would stand beside the
/// leave, and the rooms of all servers would then choose one of the two: this server, which has the leave behind the join, the
/// other one than the rest.
final class UnheardLeaves {
    private final Rooms rooms;
    private final EventStore events;
    private final Database database;

    UnheardLeaves(Rooms rooms, EventStore events, Database database) {
        this.rooms = rooms;
        this.events = events;
        this.database = database;
    }

    /// Whether a template is of somebody who takes the user for joined, who has left by what is known here.
    boolean has(RoomId roomId, UserId user, Template template) {
        return rooms.find(roomId)
                .filter(room -> membership(room, user).filter(UnheardLeaves::isOver).isPresent())
                .filter(room -> namesJoin(room, user, template))
                .isPresent();
    }

    private Optional<Membership> membership(Room room, UserId user) {
        return new StateView(room.visible().head().state(), database.names(), events)
                .stored(EventTypes.MEMBER, user.toString())
                .map(event -> Memberships.in(event.content()));
    }

    private static boolean isOver(Membership membership) {
        return membership == Membership.LEAVE || membership == Membership.BAN;
    }

    private boolean namesJoin(Room room, UserId user, Template template) {
        List<EventId> named = ids(template.authEvents());
        return database.read(tx -> events.findAll(tx, room.nid(), named)).values().stream()
                .anyMatch(event -> isJoin(event, user));
    }

    private static boolean isJoin(StoredEvent event, UserId user) {
        return event.parsed().isState(EventTypes.MEMBER, user.toString())
                && Memberships.in(event.content()) == Membership.JOIN;
    }

    /// In the first two room versions each has its hashes beside it.
    private static List<EventId> ids(JsonArray authEvents) {
        List<EventId> ids = new ArrayList<>();
        for (Json element : authEvents) {
            Json id = element instanceof JsonArray pair && pair.size() > 0 ? pair.get(0) : element;
            if (id instanceof JsonString(String text)) {
                EventId.tryParse(text).ifPresent(ids::add);
            }
        }
        return ids;
    }
}
