package org.stoa.rooms.guests;

import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

/// Wires what guests have to do with rooms.
public final class GuestsModule {
    private final GuestRemoval removal;

    /// Builds it over the rooms.
    public GuestsModule(Database database, RoomsModule rooms) {
        removal = new GuestRemoval(database, rooms.rooms(), rooms.events(), rooms.memberships());
    }

    /// Begins the work that goes on by itself.
    public void start() {
        removal.register();
    }
}
