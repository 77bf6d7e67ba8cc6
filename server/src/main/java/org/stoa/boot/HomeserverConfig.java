package org.stoa.boot;

import org.stoa.accounts.AccountsConfig;
import org.stoa.directory.DirectoryConfig;
import org.stoa.ephemeral.EphemeralConfig;
import org.stoa.http.HttpConfig;
import org.stoa.remote.RemoteConfig;
import org.stoa.rooms.RoomsConfig;
import org.stoa.search.SearchConfig;
import org.stoa.storage.DatabaseConfig;

/// Everything that a homeserver is built from; each feature has its own record.
public record HomeserverConfig(
        DatabaseConfig database,
        HttpConfig http,
        AccountsConfig accounts,
        RoomsConfig rooms,
        DirectoryConfig directory,
        EphemeralConfig ephemeral,
        SearchConfig search,
        RemoteConfig remote) {

    /// The same with the defaults of the smaller features, without search.
    public HomeserverConfig(
            DatabaseConfig database, HttpConfig http, AccountsConfig accounts, RoomsConfig rooms) {
        this(
                database,
                http,
                accounts,
                rooms,
                DirectoryConfig.DEFAULT,
                EphemeralConfig.DEFAULT,
                SearchConfig.OFF,
                RemoteConfig.of(accounts.serverName()));
    }

    /// The same with other accounts.
    public HomeserverConfig withAccounts(AccountsConfig other) {
        return new HomeserverConfig(
                database, http, other, rooms, directory, ephemeral, search, remote);
    }

    /// The same with other rooms.
    public HomeserverConfig withRooms(RoomsConfig other) {
        return new HomeserverConfig(
                database, http, accounts, other, directory, ephemeral, search, remote);
    }

    /// The same with other directories.
    public HomeserverConfig withDirectory(DirectoryConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, other, ephemeral, search, remote);
    }

    /// The same with other typing and presence.
    public HomeserverConfig withEphemeral(EphemeralConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, other, search, remote);
    }

    /// The same with another search.
    public HomeserverConfig withSearch(SearchConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, ephemeral, other, remote);
    }

    /// The same with another idea of other servers.
    public HomeserverConfig withRemote(RemoteConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, ephemeral, search, other);
    }

    /// The same with other listeners.
    public HomeserverConfig withHttp(HttpConfig other) {
        return new HomeserverConfig(
                database, other, accounts, rooms, directory, ephemeral, search, remote);
    }
}
