package org.stoa.rooms.membership;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// The ways into rooms and out of them for local users: by an event of this server where it takes part in the room, else through
/// another one that does. Thread-safe; may block while other servers are asked.
///
/// Spec: client-server-api#joining-rooms, #knocking-on-rooms, #leaving-rooms (v1.19).
public final class Entrances {
    /// Nobody asks more in turn.
    private static final int MAX_KNOWN = 20;

    private final ServerName serverName;
    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final MembershipChanges changes;
    private final RestrictedJoins restricted;
    private final MemberContent contents;
    private final RemoteMemberships others;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public Entrances(
            ServerName serverName,
            Database database,
            Rooms rooms,
            EventStore events,
            MembershipChanges changes,
            RestrictedJoins restricted,
            MemberContent contents,
            RemoteMemberships others) {
        this.serverName = serverName;
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.changes = changes;
        this.restricted = restricted;
        this.contents = contents;
        this.others = others;
    }

    /// Joins a room; nothing happens when the user is in it already.
    ///
    /// Errors: M_FORBIDDEN when the room's rules do not let the user in, or nobody is known who could;
    /// M_GUEST_ACCESS_FORBIDDEN for a guest; and those of [RemoteMemberships#join].
    ///
    /// @param own what the client wants to stand in the member event, beside what the server puts there
    public void join(Requester requester, RoomPlace place, JsonObject own) {
        Optional<Room> here = here(requester, place.roomId());
        if (here.isPresent() && canJoinHere(here.get(), requester)) {
            changes.join(requester, here.get(), own);
            return;
        }
        if (requester.guest()) {
            throw new MatrixException(
                    ErrorCode.GUEST_ACCESS_FORBIDDEN,
                    "Guests can only join rooms that this server is in");
        }
        others.join(
                requester,
                here.isPresent() ? known(place) : orKnown(place),
                contents.ofJoin(requester.userId(), own));
    }

    /// Knocks on a room.
    ///
    /// Errors: M_FORBIDDEN when the room takes no knocks, or the user is in it or banned; M_NOT_FOUND when nobody is known who is
    /// in the room; and those of [RemoteMemberships#knock].
    public void knock(Requester requester, RoomPlace place, Optional<String> reason) {
        Optional<Room> here = here(requester, place.roomId());
        if (here.isPresent()) {
            changes.knock(requester, here.get(), reason);
            return;
        }
        UserId user = requester.userId();
        others.knock(requester, orKnown(place), contents.of(user, Membership.KNOCK, reason));
    }

    /// Leaves a room, refuses an invite or takes a knock back; nothing happens when the user has left already.
    ///
    /// Errors: M_FORBIDDEN when the user never had to do with the room, or is banned; M_CANNOT_LEAVE_SERVER_NOTICE_ROOM for the
    /// invite to server notices.
    public void leave(Requester requester, RoomId roomId, Optional<String> reason) {
        if (isGone(requester, roomId)) {
            return;
        }
        Optional<Room> here = here(requester, roomId);
        if (here.isEmpty() && openOutside(requester, roomId).isPresent()) {
            others.leave(requester, roomId, reason);
        } else {
            changes.leave(requester, here.orElseGet(() -> rooms.require(roomId)), reason);
        }
    }

    /// Leaves a room as [#leave] does, also where the user himself may not: for accounts that are closed.
    public void withdraw(Requester requester, RoomId roomId) {
        Optional<Room> here = here(requester, roomId);
        if (here.isEmpty() && openOutside(requester, roomId).isPresent()) {
            others.leave(requester, roomId, Optional.empty());
        } else if (here.isPresent()) {
            changes.withdraw(requester, here.get(), Optional.empty());
        }
    }

    /// The room, when this server takes part in it, or nobody does any more: then its own events are all there is. Not when an
    /// invite or a knock of the user came from outside since, which shows that others are in it.
    private Optional<Room> here(Requester requester, RoomId roomId) {
        Optional<Room> room = rooms.find(roomId).filter(restricted::isHere);
        boolean isIn =
                room.filter(found -> !found.visible().head().servers().isEmpty()).isPresent();
        return isIn || openOutside(requester, roomId).isEmpty() ? room : Optional.empty();
    }

    /// The invite or knock of the user that is no part of the state that is here.
    private Optional<LocalMembership> openOutside(Requester requester, RoomId roomId) {
        return rooms.findKnown(roomId)
                .flatMap(
                        room ->
                                row(requester, room)
                                        .filter(row -> isOpen(row) && !isInState(room, requester)));
    }

    private boolean isInState(Room room, Requester requester) {
        Membership now = state(room).membership(requester.userId());
        return now == Membership.INVITE || now == Membership.KNOCK;
    }

    private static boolean isOpen(LocalMembership row) {
        Membership membership = Memberships.of(row.membership());
        return membership == Membership.INVITE || membership == Membership.KNOCK;
    }

    /// Of a room that this server is not in, only the row tells that the user has left.
    private boolean isGone(Requester requester, RoomId roomId) {
        return rooms.findKnown(roomId)
                .flatMap(room -> row(requester, room))
                .filter(row -> Memberships.of(row.membership()) == Membership.LEAVE)
                .isPresent();
    }

    private Optional<LocalMembership> row(Requester requester, Room room) {
        return database.read(tx -> memberships.of(tx, requester.userNid(), room.nid()));
    }

    /// While most members are not known, neither is whether the user was invited or banned.
    private boolean canJoinHere(Room room, Requester requester) {
        boolean isUnknown =
                room.visible().head().isPartial()
                        && state(room).membership(requester.userId()) != Membership.JOIN;
        return !isUnknown && !needsOthers(room, requester);
    }

    /// Whether the user meets a condition of a restricted room, but nobody of this server may let anybody in.
    private boolean needsOthers(Room room, Requester requester) {
        StateView state = state(room);
        return room.visible().head().servers().size() > 1
                && restricted.needsVoucher(room, state, requester.userId())
                && restricted.isAllowed(
                        requester.userNid(), JoinRules.of(state.get("m.room.join_rules", "")))
                && restricted.authoriser(room, state).isEmpty();
    }

    /// The place as the user names it; when he names no other server, with those that were in the room when this one saw it last.
    private RoomPlace orKnown(RoomPlace place) {
        boolean isNamed = place.via().stream().anyMatch(server -> !server.equals(serverName));
        return isNamed ? place : known(place);
    }

    /// The same with the servers that were in the room when this one saw it last.
    private RoomPlace known(RoomPlace place) {
        Set<ServerName> via = new LinkedHashSet<>(place.via());
        rooms.find(place.roomId()).stream()
                .flatMap(room -> room.visible().head().servers().keySet().stream())
                .limit(MAX_KNOWN)
                .map(database.names()::serverName)
                .filter(server -> !server.equals(serverName))
                .forEach(via::add);
        return new RoomPlace(place.roomId(), List.copyOf(via));
    }

    private StateView state(Room room) {
        return new StateView(room.visible().head().state(), database.names(), events);
    }
}
