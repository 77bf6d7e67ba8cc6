package org.stoa.rooms.persist;

import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Draft;

/// Adds the rows that one concern keeps about each event (members, relations, counts, ...) to the write of the event.
public interface EventRows {
    /// Adds rows for an event that was just appended.
    ///
    /// @param update the update, whose head already has the event
    /// @param before the head that the event was built on
    /// @param slot slot of the event's position in the write
    void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot);
}
