package org.stoa.rooms.delayed;

import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MembershipChanges;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.rooms.send.Sending;
import org.stoa.storage.Database;

/// Wires what is sent later.
public final class DelayedModule {
    private final DelayedEvents events;

    /// Builds it over what sends at once.
    public DelayedModule(
            Database database,
            Rooms rooms,
            RoomAccess access,
            Sending sending,
            MembershipChanges memberships,
            Randomness randomness,
            Time time) {
        DelayedDelivery delivery = new DelayedDelivery(database, rooms, sending, memberships);
        this.events = new DelayedEvents(database, access, delivery, randomness, time);
    }

    /// What is sent later.
    public DelayedEvents events() {
        return events;
    }

    /// Begins to send what is due.
    public void start() {
        events.register();
    }
}
