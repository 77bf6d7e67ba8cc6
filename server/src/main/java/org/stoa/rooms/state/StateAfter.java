package org.stoa.rooms.state;

/// The state after an event, by what it is made of: a stored state, or a stored state and one state event on top of it. Two
/// that are equal stand for the same state.
///
/// @param before a stored state
/// @param stateKey number of the key that the event takes over; 0 for none
/// @param event number of the event that takes it over; 0 for none
public record StateAfter(StateRef before, long stateKey, long event) {
    /// A stored state as it is.
    public static StateAfter of(StateRef ref) {
        return new StateAfter(ref, 0, 0);
    }

    /// Whether it is a stored state as it is.
    public boolean isStored() {
        return event == 0;
    }

    /// The whole state.
    ///
    /// @param base the state before
    public StateMap on(StateMap base) {
        return isStored() ? base : base.with(stateKey, event, before.version());
    }
}
