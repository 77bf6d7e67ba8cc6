package org.stoa.rooms.receive;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomVersion;

/// What a resident server answered to a join.
///
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid (v1.19).
///
/// @param version the room's version, as `make_join` said
/// @param given the state before the join
/// @param join the join as the resident server signed it, checked for format, signatures and hashes
/// @param omitted what is known of the members that are not in the state; null when it is the whole state
public record JoinAnswer(
        RoomVersion version, GivenState given, Event join, @Nullable Omitted omitted) {

    /// Members that an answer leaves out.
    ///
    /// @param resident who answered, and knows them
    /// @param servers the servers that have members in the room
    public record Omitted(ServerName resident, List<ServerName> servers) {
        public Omitted {
            servers = List.copyOf(servers);
        }
    }
}
