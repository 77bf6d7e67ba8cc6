package org.stoa.rooms.persist;

import java.util.List;
import org.stoa.rooms.head.RoomHead;

/// Adds the rows that one concern keeps about the current state of a room (members, servers, ...) to the write that changes
/// that: by an event, or by the resolution of states that differ.
public interface StateRows {
    /// Adds rows for keys of the current state that went over to other events.
    ///
    /// A change of very many keys comes in several calls.
    ///
    /// @param update the update, whose head already has the new state
    /// @param before the head with the state before
    /// @param slot slot of the position from which the state is current
    void changed(RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot);
}
