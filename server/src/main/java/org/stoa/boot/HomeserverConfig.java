package org.stoa.boot;

import java.util.List;
import org.stoa.accounts.AccountsConfig;
import org.stoa.appservice.Registration;
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
        RemoteConfig remote,
        List<Registration> appServices) {

    public HomeserverConfig {
        appServices = List.copyOf(appServices);
    }

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
                RemoteConfig.of(accounts.serverName()),
                List.of());
    }

    /// The same with other accounts.
    public HomeserverConfig withAccounts(AccountsConfig other) {
        return new HomeserverConfig(
                database, http, other, rooms, directory, ephemeral, search, remote, appServices);
    }

    /// The same with other rooms.
    public HomeserverConfig withRooms(RoomsConfig other) {
        return new HomeserverConfig(
                database, http, accounts, other, directory, ephemeral, search, remote, appServices);
    }

    /// The same with other directories.
    public HomeserverConfig withDirectory(DirectoryConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, other, ephemeral, search, remote, appServices);
    }

    /// The same with other typing and presence.
    public HomeserverConfig withEphemeral(EphemeralConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, other, search, remote, appServices);
    }

    /// The same with another search.
    public HomeserverConfig withSearch(SearchConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, ephemeral, other, remote, appServices);
    }

    /// The same with another idea of other servers.
    public HomeserverConfig withRemote(RemoteConfig other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, ephemeral, search, other, appServices);
    }

    /// The same with other listeners.
    public HomeserverConfig withHttp(HttpConfig other) {
        return new HomeserverConfig(
                database,
                other,
                accounts,
                rooms,
                directory,
                ephemeral,
                search,
                remote,
                appServices);
    }

    /// The same with other application services.
    public HomeserverConfig withAppServices(List<Registration> other) {
        return new HomeserverConfig(
                database, http, accounts, rooms, directory, ephemeral, search, remote, other);
    }
}
