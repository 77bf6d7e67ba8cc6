package org.stoa.federation.membership.resident;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.storage.Names;

/// Decides about users of other servers who may enter a restricted room by being in another one. Thread-safe.
///
/// Spec: server-server-api#restricted-rooms (v1.19).
public final class RestrictedEntry {
    private final Rooms rooms;
    private final OutsideRooms outside;
    private final EventStore events;
    private final Names names;
    private final RestrictedJoins restricted;

    /// Looks at the rooms that are here.
    public RestrictedEntry(
            Rooms rooms,
            OutsideRooms outside,
            EventStore events,
            Names names,
            RestrictedJoins restricted) {
        this.rooms = rooms;
        this.outside = outside;
        this.events = events;
        this.names = names;
        this.restricted = restricted;
    }

    /// Who of this server vouches for the join of a user; empty when the user needs nobody.
    ///
    /// Errors: M_FORBIDDEN when the user fails all conditions; M_UNABLE_TO_AUTHORISE_JOIN when another server may know more about
    /// them; M_UNABLE_TO_GRANT_JOIN when the user meets one, but nobody here may let anybody in.
    public Optional<UserId> voucher(Room room, StateView state, UserId user) {
        if (!restricted.needsVoucher(room, state, user)) {
            return Optional.empty();
        }
        List<RoomId> allowed = JoinRules.of(state.get("m.room.join_rules", "")).allowedRooms();
        requireCondition(allowed, user);
        return Optional.of(
                restricted
                        .authoriser(room, state)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.UNABLE_TO_GRANT_JOIN,
                                                "Nobody of this server may let anybody in")));
    }

    private void requireCondition(List<RoomId> allowed, UserId user) {
        boolean isUnknown = false;
        for (RoomId id : allowed) {
            Optional<Room> other = rooms.find(id).filter(found -> outside.isHere(id));
            if (other.filter(found -> isJoined(found, user)).isPresent()) {
                return;
            }
            isUnknown |= other.filter(found -> !found.visible().head().isPartial()).isEmpty();
        }
        if (isUnknown) {
            throw new MatrixException(
                    ErrorCode.UNABLE_TO_AUTHORISE_JOIN,
                    "This server does not know all rooms whose members may join");
        }
        throw new MatrixException(
                ErrorCode.FORBIDDEN,
                user + " is neither invited nor in one of the rooms whose members may join");
    }

    private boolean isJoined(Room room, UserId user) {
        return new StateView(room.visible().head().state(), names, events).membership(user)
                == Membership.JOIN;
    }
}
