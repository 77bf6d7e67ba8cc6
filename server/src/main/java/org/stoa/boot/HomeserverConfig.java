package org.stoa.boot;

import org.stoa.accounts.AccountsConfig;
import org.stoa.http.HttpConfig;
import org.stoa.rooms.RoomsConfig;
import org.stoa.storage.DatabaseConfig;

/// Everything that a homeserver is built from; each feature has its own record.
public record HomeserverConfig(
        DatabaseConfig database, HttpConfig http, AccountsConfig accounts, RoomsConfig rooms) {}
