package org.stoa.rooms.membership;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;

/// Changes of membership that need another server: in rooms that this one is not in, and invites of users of others. Each call
/// blocks while servers are asked, and holds no lock meanwhile.
///
/// Spec: server-server-api#joining-rooms, #knocking-rooms, #inviting-to-a-room, #leaving-rooms-rejecting-invites (v1.19).
public interface RemoteMemberships {
    /// Joins a local user to a room that this server is not in, or into which none of its users may let anybody.
    ///
    /// Errors: M_FORBIDDEN, M_NOT_FOUND, M_INCOMPATIBLE_ROOM_VERSION and the like as another server says; M_UNKNOWN with status
    /// 502 or 504 when none could be asked.
    ///
    /// @param content of the member event
    void join(Requester requester, RoomPlace place, JsonObject content);

    /// Knocks for a local user on a room that this server is not in.
    ///
    /// Errors: as of [#join].
    void knock(Requester requester, RoomPlace place, JsonObject content);

    /// Refuses a local user's invite to a room that this server is not in, or takes the knock back. When no other server helps,
    /// only this one knows of it.
    void leave(Requester requester, RoomId room, Optional<String> reason);

    /// Invites a user of another server to a room that this one is in; that server signs the invite first.
    ///
    /// Errors: M_FORBIDDEN by the room's rules or the other server; M_INVITE_BLOCKED, M_INCOMPATIBLE_ROOM_VERSION and the like as
    /// that one says; M_UNKNOWN with status 502 or 504 when it cannot be asked.
    StoredEvent invite(Requester requester, Room room, UserId target, JsonObject content);
}
