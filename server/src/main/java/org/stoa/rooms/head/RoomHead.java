package org.stoa.rooms.head;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
/// @param settled whether the current state was made for exactly these extremities; if not it waits to be resolved
/// @param partial what is to be done again when the members are known; null when they are
public record RoomHead(
        StateMap state,
        StateRef stateRef,
        List<Extremity> extremities,
        long lastOrd,
        long nextAuthNo,
        long countedMain,
        int joined,
        int invited,
        Map<Long, Integer> servers,
        boolean settled,
        @Nullable PartialState partial) {

    /// The order number that the first event of a room gets on this server.
    public static final long FIRST_ORD = 1L << 62;

    /// A room before its first event.
    ///
    /// @param line an empty line of states
    public static RoomHead empty(long line) {
        return new RoomHead(
                StateMap.EMPTY,
                new StateRef(line, 0),
                List.of(),
                FIRST_ORD - 1,
                1,
                0,
                0,
                0,
                Map.of(),
                true,
                null);
    }

    /// The same room with another state, or an equal one that is stored elsewhere.
    public RoomHead withState(StateMap other, StateRef ref) {
        return new RoomHead(
                other,
                ref,
                extremities,
                lastOrd,
                nextAuthNo,
                countedMain,
                joined,
                invited,
                servers,
                settled,
                partial);
    }

    /// The same room with other extremities.
    ///
    /// @param isSettled whether the state was made for these
    public RoomHead withExtremities(List<Extremity> others, boolean isSettled) {
        return new RoomHead(
                state,
                stateRef,
                List.copyOf(others),
                lastOrd,
                nextAuthNo,
                countedMain,
                joined,
                invited,
                servers,
                isSettled,
                partial);
    }

    /// The same room after an event of the timeline.
    public RoomHead withTimeline(long newLastOrd, long newCountedMain) {
        return new RoomHead(
                state,
                stateRef,
                extremities,
                newLastOrd,
                nextAuthNo,
                newCountedMain,
                joined,
                invited,
                servers,
                settled,
                partial);
    }

    /// The same room after an event that can be an auth event.
    public RoomHead withNextAuthNo(long number) {
        return new RoomHead(
                state,
                stateRef,
                extremities,
                lastOrd,
                number,
                countedMain,
                joined,
                invited,
                servers,
                settled,
                partial);
    }

    /// The same room with other counts of members.
    public RoomHead withMembers(int nowJoined, int nowInvited, Map<Long, Integer> nowServers) {
        return new RoomHead(
                state,
                stateRef,
                extremities,
                lastOrd,
                nextAuthNo,
                countedMain,
                nowJoined,
                nowInvited,
                nowServers,
                settled,
                partial);
    }

    /// The same room with another knowledge of its members.
    ///
    /// @param nowPartial null when all are known
    public RoomHead withPartial(@Nullable PartialState nowPartial) {
        return new RoomHead(
                state,
                stateRef,
                extremities,
                lastOrd,
                nextAuthNo,
                countedMain,
                joined,
                invited,
                servers,
                settled,
                nowPartial);
    }

    /// Whether most of the members are not known yet.
    public boolean isPartial() {
        return partial != null;
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
