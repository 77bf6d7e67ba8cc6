package org.stoa.federation.membership.resident;

import org.stoa.federation.acl.RoomAcls;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receive.OutsideRooms;

/// Finds the rooms that other servers ask about, as far as this one takes part in them. Thread-safe.
public final class ResidentRooms {
    private final Rooms rooms;
    private final OutsideRooms outside;
    private final RoomAcls acls;

    /// Finds rooms here.
    public ResidentRooms(Rooms rooms, OutsideRooms outside, RoomAcls acls) {
        this.rooms = rooms;
        this.outside = outside;
        this.acls = acls;
    }

    /// The room of a request.
    ///
    /// Errors: M_NOT_FOUND when this server does not take part in it; M_FORBIDDEN when the room does not let the asking one take
    /// part.
    public Room require(Request request) {
        RoomId id =
                RoomId.tryParse(request.path("roomId"))
                        .filter(outside::isHere)
                        .orElseThrow(ResidentRooms::unknown);
        Room room = rooms.find(id).orElseThrow(ResidentRooms::unknown);
        acls.require(room, request.origin());
        return room;
    }

    /// The room of a request that needs to know its members.
    ///
    /// Errors: as [#require], and M_NOT_FOUND while most of them are not known here.
    public Room requireWhole(Request request) {
        Room room = require(request);
        if (room.visible().head().isPartial()) {
            throw new MatrixException(
                    ErrorCode.NOT_FOUND,
                    "This server has just come into the room and does not know its members yet");
        }
        return room;
    }

    /// The user of a request, who is one of the asking server.
    ///
    /// Errors: M_INVALID_PARAM; M_FORBIDDEN.
    public static UserId user(Request request) {
        UserId user =
                UserId.tryParse(request.path("userId"))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "userId is not a user id"));
        requireOf(user, request.origin());
        return user;
    }

    private static void requireOf(UserId user, ServerName origin) {
        if (!user.server().equals(origin)) {
            throw new MatrixException(ErrorCode.FORBIDDEN, user + " is not of " + origin);
        }
    }

    private static MatrixException unknown() {
        return new MatrixException(ErrorCode.NOT_FOUND, "This server is not in the room");
    }
}
