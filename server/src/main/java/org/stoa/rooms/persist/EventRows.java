package org.stoa.rooms.persist;

import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Draft;

/// Adds the rows that one concern keeps about each event (members, relations, counts, ...) to the write of the event.
public interface EventRows {
    /// Adds rows for an event that was just appended.
    ///
    /// @param update the update, whose head already has the event
    /// @param before the head before it, with the state before the event, which on a fork is not the current one
    /// @param slot slot of the event's position in the write
    void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot);

    /// Adds rows for an event of the history from before this server was there.
    ///
    /// @param before as for an event that comes now
    default void addHistory(RoomUpdate update, RoomHead before, StoredEvent event) {}
}
