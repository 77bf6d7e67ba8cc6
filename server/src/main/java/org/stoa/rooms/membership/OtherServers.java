package org.stoa.rooms.membership;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;

/// The place where the part that talks to other servers is put in, which is built after the rooms. Refuses all before.
/// Thread-safe.
public final class OtherServers implements RemoteMemberships {
    private volatile @Nullable RemoteMemberships connected;

    /// Hands everything on from now on.
    public void connect(RemoteMemberships memberships) {
        connected = memberships;
    }

    @Override
    public void join(Requester requester, RoomPlace place, JsonObject content) {
        connected().join(requester, place, content);
    }

    @Override
    public void knock(Requester requester, RoomPlace place, JsonObject content) {
        connected().knock(requester, place, content);
    }

    @Override
    public void leave(Requester requester, RoomId room, Optional<String> reason) {
        connected().leave(requester, room, reason);
    }

    @Override
    public StoredEvent invite(Requester requester, Room room, UserId target, JsonObject content) {
        return connected().invite(requester, room, target, content);
    }

    private RemoteMemberships connected() {
        RemoteMemberships others = connected;
        if (others == null) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "Another server would have to be asked, and none can be");
        }
        return others;
    }
}
