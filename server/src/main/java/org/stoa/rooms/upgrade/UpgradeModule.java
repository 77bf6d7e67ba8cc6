package org.stoa.rooms.upgrade;

import java.util.List;
import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.platform.Time;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.endpoint.UpgradeRoom;
import org.stoa.storage.Database;

/// Wires the upgrades of rooms.
public final class UpgradeModule {
    private final List<Endpoint> endpoints;
    private final SettingsFollow settings;
    private final AbandonedUpgrades abandoned;

    /// Builds everything over the rooms.
    public UpgradeModule(Database database, Time time, RoomsModule rooms, AccountData accountData) {
        abandoned =
                new AbandonedUpgrades(
                        database, rooms.rooms(), rooms.events(), rooms.memberships(), time);
        RoomUpgrade upgrade =
                new RoomUpgrade(
                        database,
                        rooms.events(),
                        rooms.sender(),
                        rooms.roomMaker(),
                        rooms.memberContent(),
                        new RecentUpgrade(rooms.rooms(), database.names(), rooms.events(), time),
                        abandoned);
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
        abandoned.register();
    }
}
