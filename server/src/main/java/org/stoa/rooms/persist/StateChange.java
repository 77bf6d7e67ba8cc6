package org.stoa.rooms.persist;

import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;

/// What a state event does to the current state: the key it takes over, and from which event.
///
/// @param stateKey number of the (type, state key)
/// @param replaced the event that held the key; 0 for none
/// @param replacedFrom the version since which it held it; 0 for none
/// @param version the version that begins with the event
record StateChange(long stateKey, long replaced, long replacedFrom, long version) {
    static StateChange of(long stateKey, RoomHead head) {
        StateMap state = head.state();
        return new StateChange(
                stateKey,
                state.event(stateKey),
                state.fromVersion(stateKey),
                head.stateRef().version() + 1);
    }

    StateMap applied(StateMap state, long event) {
        return state.with(stateKey, event, version);
    }

    StateRef after(StateRef before) {
        return new StateRef(before.line(), version);
    }
}
