package org.stoa.federation.send;

import java.util.ArrayList;
import java.util.List;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.federation.OutgoingRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// The servers that are in rooms now and may take part in them, for what is not stored. Thread-safe.
final class RoomServers {
    /// Servers that are told of one user's presence: nobody waits for it in rooms of thousands of servers.
    private static final int MAX_OF_USER = 1_000;

    /// Stays that are looked at to find these.
    private static final int MAX_STAYS = 10 * MAX_OF_USER;

    private static final long JOINED = Memberships.number(Membership.JOIN);

    private final Rooms rooms;
    private final Names names;
    private final RoomAcls acls;
    private final ServerName own;
    private final OutgoingRepository repository = new OutgoingRepository();
    private final MembershipRepository memberships = new MembershipRepository();

    RoomServers(Rooms rooms, Names names, RoomAcls acls, ServerName own) {
        this.rooms = rooms;
        this.names = names;
        this.acls = acls;
        this.own = own;
    }

    /// Whether a user is one of this server.
    boolean isLocal(long user) {
        return names.userId(user).server().equals(own);
    }

    /// The other servers in a room.
    List<Long> in(long roomNid) {
        Room room = rooms.get(roomNid);
        List<Long> servers = new ArrayList<>();
        for (long server : room.visible().head().servers().keySet()) {
            ServerName name = names.serverName(server);
            if (!name.equals(own) && acls.allows(room, name)) {
                servers.add(server);
            }
        }
        return servers;
    }

    /// The other servers that share a room with a user.
    List<Long> sharing(Tx tx, long user) {
        long[] shared =
                memberships.roomsOf(tx, user, JOINED).stream().mapToLong(Long::longValue).toArray();
        return repository.inAnyOf(tx, shared, MAX_STAYS).stream()
                .distinct()
                .filter(server -> !names.serverName(server).equals(own))
                .limit(MAX_OF_USER)
                .toList();
    }
}
