package org.stoa.rooms.upgrade;

import java.util.List;
import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.endpoint.UpgradeRoom;
import org.stoa.storage.Database;

/// Wires the upgrades of rooms.
public final class UpgradeModule {
    private final List<Endpoint> endpoints;
    private final SettingsFollow settings;

    /// Builds everything over the rooms.
    public UpgradeModule(Database database, RoomsModule rooms, AccountData accountData) {
        RoomUpgrade upgrade =
                new RoomUpgrade(
                        database,
                        rooms.events(),
                        rooms.sender(),
                        rooms.roomMaker(),
                        rooms.memberContent());
        settings = new SettingsFollow(database, rooms.rooms(), rooms.events(), accountData);
        endpoints = List.of(new UpgradeRoom(rooms.rooms(), upgrade));
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /// Begins the work that goes on by itself.
    public void start() {
        settings.register();
    }
}
