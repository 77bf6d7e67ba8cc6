package org.stoa.accounts;

import java.util.Optional;
import org.stoa.accounts.session.Sessions;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.platform.Time;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.FilterRepository;
import org.stoa.storage.accounts.PresenceListRepository;
import org.stoa.storage.accounts.ProfileRepository;
import org.stoa.storage.accounts.StatusMessageRepository;

/// Closes accounts for good: the password, the sessions and, when asked for, what the user left here
/// outside of rooms. The name stays taken, so that nobody can pass for the user.
/// Spec: client-server-api#account-deactivation (v1.19).
public final class Deactivation {

    private final Database database;
    private final AccountRepository accounts;
    private final ProfileRepository profiles;
    private final AccountDataRepository accountData;
    private final FilterRepository filters;
    private final PresenceListRepository presenceLists = new PresenceListRepository();
    private final StatusMessageRepository statusMessages = new StatusMessageRepository();
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final UserDeactivated userDeactivated;
    private final Time time;

    Deactivation(
            Database database,
            AccountRepository accounts,
            ProfileRepository profiles,
            AccountDataRepository accountData,
            FilterRepository filters,
            Sessions sessions,
            AccessTokens accessTokens,
            UserDeactivated userDeactivated,
            Time time) {
        this.database = database;
        this.accounts = accounts;
        this.profiles = profiles;
        this.accountData = accountData;
        this.filters = filters;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.userDeactivated = userDeactivated;
        this.time = time;
    }

    /// Closes an account; `false` when it was closed already.
    public boolean deactivate(long user, UserId userId, boolean erase) {
        long now = time.millis();
        return database.write(tx -> deactivate(tx, user, userId, erase, now));
    }

    private boolean deactivate(WriteTx tx, long user, UserId userId, boolean erase, long now) {
        if (!accounts.deactivate(tx, user, now, erase)) {
            return false;
        }
        sessions.closeAll(tx, user, null);
        filters.deleteAll(tx, user);
        presenceLists.deleteAll(tx, user);
        if (erase) {
            profiles.deleteAll(tx, user);
            accountData.deleteAll(tx, user);
            statusMessages.put(tx, user, Optional.empty());
        }
        userDeactivated.deactivated(tx, user, userId, erase);
        tx.onCommitted(() -> accessTokens.evictUser(user));
        return true;
    }
}
