package org.stoa.rooms.receive;

import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.version.RoomVersion;

/// What a resident server answered to a join, with every event checked for format, signatures and hashes.
///
/// The state is complete. (Of a partial one the member events would be missing; the answer would then also name the servers
/// in the room.)
///
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid (v1.19).
///
/// @param version the room's version, as `make_join` said
/// @param state the state before the join
/// @param authChain the auth events of the state and of the join, and theirs
/// @param join the join as the resident server signed it
public record JoinAnswer(
        RoomVersion version, List<Event> state, List<Event> authChain, Event join) {
    public JoinAnswer {
        state = List.copyOf(state);
        authChain = List.copyOf(authChain);
    }
}
