package org.stoa.federation.membership;

import java.util.List;
import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.membership.MemberContent;
import org.stoa.rooms.membership.RemoteMemberships;
import org.stoa.rooms.membership.RoomPlace;

/// Memberships of local users in rooms of other servers, and of users of other servers in rooms that this one is in.
/// Thread-safe.
final class FederatedMemberships implements RemoteMemberships {
    private final Residents residents;
    private final MemberContent contents;
    private final JoinThroughOthers joins;
    private final KnockThroughOthers knocks;
    private final LeaveThroughOthers leaves;
    private final InviteToOthers invites;

    FederatedMemberships(
            Residents residents,
            MemberContent contents,
            JoinThroughOthers joins,
            KnockThroughOthers knocks,
            LeaveThroughOthers leaves,
            InviteToOthers invites) {
        this.residents = residents;
        this.contents = contents;
        this.joins = joins;
        this.knocks = knocks;
        this.leaves = leaves;
        this.invites = invites;
    }

    @Override
    public void join(Requester requester, RoomPlace place, JsonObject content) {
        List<ServerName> candidates = residents.of(place.roomId(), place.via(), requester);
        if (candidates.isEmpty()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    "You are not in room "
                            + place.roomId()
                            + ", and no server is known that could let you in");
        }
        joins.join(requester, place, candidates, content);
    }

    @Override
    public void knock(Requester requester, RoomPlace place, JsonObject content) {
        List<ServerName> candidates = residents.of(place.roomId(), place.via(), requester);
        if (candidates.isEmpty()) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "Room " + place.roomId() + " not found");
        }
        knocks.knock(requester, place, candidates, content);
    }

    @Override
    public void leave(Requester requester, RoomId room, Optional<String> reason) {
        leaves.leave(
                requester,
                room,
                residents.of(room, List.of(), requester),
                contents.of(requester.userId(), Membership.LEAVE, reason));
    }

    @Override
    public StoredEvent invite(Requester requester, Room room, UserId target, JsonObject content) {
        return invites.invite(requester, room, target, content);
    }
}
