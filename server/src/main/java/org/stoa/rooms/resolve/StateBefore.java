package org.stoa.rooms.resolve;

import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;

/// The state before an event, and where it is stored.
///
/// @param isCurrent whether the event follows all that is there, so that this is the current state
public record StateBefore(StateRef ref, StateMap state, boolean isCurrent) {}
