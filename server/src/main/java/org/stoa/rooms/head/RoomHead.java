package org.stoa.rooms.head;

import java.util.List;
import java.util.Map;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;

/// Everything about a room that its next event builds on. Immutable.
///
/// A room has two: the `tip`, which only the holder of the room's lock sees, and the committed one inside its
/// {@link RoomSnapshot}.
///
/// @param state the current state
/// @param stateRef where that state is stored
/// @param extremities forward extremities, newest first
/// @param lastOrd order number of the newest event of the timeline
/// @param nextAuthNo the next number for an event that can be an auth event
/// @param countedMain running total of counted events of the main timeline
/// @param joined how many users are joined
/// @param invited how many users are invited
/// @param servers how many joined users each present server has, by server number
public record RoomHead(
        StateMap state,
        StateRef stateRef,
        List<Extremity> extremities,
        long lastOrd,
        long nextAuthNo,
        long countedMain,
        int joined,
        int invited,
        Map<Long, Integer> servers) {

    /// The order number that the first event of a room gets on this server.
    public static final long FIRST_ORD = 1L << 62;

    /// The same room with an equal state that is stored elsewhere.
    public RoomHead withState(StateMap equal, StateRef ref) {
        return new RoomHead(
                equal,
                ref,
                extremities,
                lastOrd,
                nextAuthNo,
                countedMain,
                joined,
                invited,
                servers);
    }

    /// The deepest of the extremities; 0 before the first event.
    public long depth() {
        long depth = 0;
        for (Extremity extremity : extremities) {
            depth = Math.max(depth, extremity.depth());
        }
        return depth;
    }
}
