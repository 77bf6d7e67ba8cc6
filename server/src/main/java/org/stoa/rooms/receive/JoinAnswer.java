package org.stoa.rooms.receive;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomVersion;

/// What a resident server answered to a join, with every event checked for format, signatures and hashes.
///
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid (v1.19).
///
/// @param version the room's version, as `make_join` said
/// @param state the state before the join
/// @param authChain the auth events of the state and of the join, and theirs
/// @param join the join as the resident server signed it
/// @param omitted what is known of the members that are not in the state; null when it is the whole state
public record JoinAnswer(
        RoomVersion version,
        List<Event> state,
        List<Event> authChain,
        Event join,
        @Nullable Omitted omitted) {
    public JoinAnswer {
        state = List.copyOf(state);
        authChain = List.copyOf(authChain);
    }

    /// An answer with the whole state.
    public JoinAnswer(RoomVersion version, List<Event> state, List<Event> authChain, Event join) {
        this(version, state, authChain, join, null);
    }

    /// Members that an answer leaves out.
    ///
    /// @param resident who answered, and knows them
    /// @param servers the servers that have members in the room
    public record Omitted(ServerName resident, List<ServerName> servers) {
        public Omitted {
            servers = List.copyOf(servers);
        }
    }

    /// The same answer without most member events.
    public JoinAnswer without(Omitted members) {
        return new JoinAnswer(version, state, authChain, join, members);
    }
}
