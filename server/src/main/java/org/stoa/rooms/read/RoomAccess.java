package org.stoa.rooms.read;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// Decides whether a user may read a room, and which state of it: the present one for members and of world-readable
/// rooms, the one in which they left for those who did. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3roomsroomidstate (v1.19).
public final class RoomAccess {
    private final Rooms rooms;
    private final EventStore events;
    private final States states;
    private final Names names;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public RoomAccess(Rooms rooms, EventStore events, States states, Names names) {
        this.rooms = rooms;
        this.events = events;
        this.states = states;
        this.names = names;
    }

    /// What a user reads of a room.
    ///
    /// @param state the state he sees
    /// @param member whether he is joined now
    /// @param lastOrd order of the newest event that he could see
    public record Access(Room room, StateMap state, boolean member, long lastOrd) {}

    /// The user's access to the room.
    ///
    /// Errors: M_FORBIDDEN when he has none, or this server does not have the room.
    public Access require(Tx tx, Requester requester, RoomId roomId) {
        return find(tx, requester, roomId)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.FORBIDDEN, "You are not in room " + roomId));
    }

    /// The user's access to the room; empty when he has none, or this server does not have the room.
    public Optional<Access> find(Tx tx, Requester requester, RoomId roomId) {
        return rooms.find(roomId).flatMap(room -> find(tx, requester, room));
    }

    /// The room, for those who ask about one of its events.
    Optional<Room> room(RoomId roomId) {
        return rooms.find(roomId);
    }

    /// What the user reads around an event that he may see: as far as he reads the room, or, from before it was closed to him,
    /// all that `Visibility` shows.
    Access around(Tx tx, Requester requester, Room room, StoredEvent event) {
        RoomHead head = room.visible().head();
        return find(tx, requester, room)
                .filter(access -> event.ord() <= access.lastOrd())
                .orElseGet(() -> new Access(room, head.state(), false, head.lastOrd()));
    }

    private Optional<Access> find(Tx tx, Requester requester, Room room) {
        RoomHead head = room.visible().head();
        StateView now = new StateView(head.state(), names, events);
        if (now.membership(requester.userId()) == Membership.JOIN) {
            return Optional.of(new Access(room, head.state(), true, head.lastOrd()));
        }
        JsonObject visibility = now.content("m.room.history_visibility", "");
        if (HistoryVisibility.of(visibility.string("history_visibility").orElse(""))
                == HistoryVisibility.WORLD_READABLE) {
            return Optional.of(new Access(room, head.state(), false, head.lastOrd()));
        }
        return memberships
                .of(tx, requester.userNid(), room.nid())
                .filter(membership -> membership.leftOrd() != 0 && !membership.forgotten())
                .map(membership -> asLeft(tx, room, membership));
    }

    /// The present state of a room that the user is joined to.
    ///
    /// Errors: M_FORBIDDEN when he is not.
    public Access requireJoined(Requester requester, RoomId roomId) {
        Room room = rooms.require(roomId);
        RoomHead head = room.visible().head();
        StateView now = new StateView(head.state(), names, events);
        if (now.membership(requester.userId()) != Membership.JOIN) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You are not in room " + roomId);
        }
        return new Access(room, head.state(), true, head.lastOrd());
    }

    /// Whether a user is joined to a room now.
    public boolean isJoined(Requester requester, Room room) {
        StateView now = new StateView(room.visible().head().state(), names, events);
        return now.membership(requester.userId()) == Membership.JOIN;
    }

    /// A view of the state by types and state keys.
    public StateView view(Access access) {
        return new StateView(access.state(), names, events);
    }

    private Access asLeft(Tx tx, Room room, LocalMembership membership) {
        StoredEvent last = events.backwards(tx, room.nid(), membership.leftOrd(), 1).getFirst();
        StateRef after =
                states.repository()
                        .currentAt(tx, room.nid(), last.pos())
                        .map(current -> new StateRef(current.line(), current.version()))
                        .orElseThrow(() -> new IllegalStateException("no state at " + last));
        return new Access(room, states.all(tx, after), false, membership.leftOrd());
    }
}
