package org.stoa.federation.receive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.storage.Names;

/// Whom and which room something ephemeral may be about. Thread-safe.
final class EduSubjects {
    /// Users whom nobody has heard of that are taken for members of one room while those are not known: each leaves a name on the disk,
    /// and names are easily made up.
    private static final int MAX_UNHEARD_OF = 500;

    /// Rooms for which those are counted; there are few whose members are not known.
    private static final int MAX_ROOMS = 10_000;

    private final Rooms rooms;
    private final OutsideRooms outside;
    private final RoomAcls acls;
    private final EventStore events;
    private final Names names;
    private final Cache<Long, AtomicInteger> unheardOf =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_ROOMS).build();

    EduSubjects(Rooms rooms, OutsideRooms outside, RoomAcls acls, EventStore events, Names names) {
        this.rooms = rooms;
        this.outside = outside;
        this.acls = acls;
        this.events = events;
        this.names = names;
    }

    /// The room of that id, when this server is in it and the origin may take part in it.
    Optional<Room> room(ServerName origin, String roomId) {
        return RoomId.tryParse(roomId)
                .filter(outside::isHere)
                .flatMap(rooms::find)
                .filter(room -> acls.allows(room, origin));
    }

    /// The user of that id, when he is one of the origin.
    static Optional<UserId> user(ServerName origin, String userId) {
        return UserId.tryParse(userId).filter(user -> user.server().equals(origin));
    }

    /// The number of a user who is joined to the room. While its members are not known, whom nobody knows of may be one.
    Optional<Long> member(Room room, UserId user) {
        RoomHead head = room.visible().head();
        Optional<StoredEvent> known =
                new StateView(head.state(), names, events)
                        .stored(EventTypes.MEMBER, user.toString());
        if (known.isEmpty() && head.isPartial() && isPresent(head, user.server())) {
            return perhapsMember(room, user);
        }
        return known.filter(event -> Memberships.in(event.content()) == Membership.JOIN)
                .flatMap(event -> names.findUser(user));
    }

    private Optional<Long> perhapsMember(Room room, UserId user) {
        Optional<Long> number = names.findUser(user);
        if (number.isPresent()) {
            return number;
        }
        AtomicInteger before = unheardOf.get(room.nid(), first -> new AtomicInteger());
        return before.getAndIncrement() < MAX_UNHEARD_OF
                ? Optional.of(names.user(user))
                : Optional.empty();
    }

    private boolean isPresent(RoomHead head, ServerName server) {
        return names.findServer(server).filter(head.servers()::containsKey).isPresent();
    }
}
