package org.stoa.accounts;

import java.util.List;
import org.stoa.accounts.data.AccountData;
import org.stoa.accounts.data.Filters;
import org.stoa.accounts.profile.Profiles;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.accounts.search.UserIndex;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.accounts.session.Sessions;
import org.stoa.http.Endpoint;
import org.stoa.http.auth.TokenLookup;
import org.stoa.platform.Platform;
import org.stoa.storage.Database;

/// The accounts as other features see them: the services that they share, and the endpoints.
///
/// [AccountsServices] builds them, [AccountsEndpoints] lists the endpoints.
public final class AccountsModule implements AutoCloseable {

    private final AccountsServices services;

    /// Builds everything over this database; nothing runs by itself yet.
    public AccountsModule(
            Database database, Platform platform, AccountsConfig config, AccountsHooks hooks) {
        this.services = new AccountsServices(database, platform, config, hooks);
    }

    /// Has the scheduler do what is to be done now and then.
    public void start() {
        services.cleanup.start();
    }

    /// Returns all endpoints of accounts.
    public List<Endpoint> endpoints() {
        return new AccountsEndpoints(services).all();
    }

    /// Finds whose an access token is.
    public TokenLookup tokenLookup() {
        return services.accessTokens;
    }

    /// What operators do with accounts.
    public AccountAdmin admin() {
        return services.admin;
    }

    /// Makes accounts.
    public Registrar registrar() {
        return services.registrar;
    }

    Sessions sessions() {
        return services.sessions;
    }

    /// The tokens that let their holders register.
    public RegistrationTokens registrationTokens() {
        return services.registrationTokens;
    }

    /// Guards operations of other packages on a user's own account.
    public AccountGuard guard() {
        return services.guard;
    }

    /// The profiles of this server's users.
    public Profiles profiles() {
        return services.profiles;
    }

    /// The account data of this server's users.
    public AccountData accountData() {
        return services.accountData;
    }

    /// The filters of this server's users.
    public Filters filters() {
        return services.filters;
    }

    /// The words that users are found by.
    public UserIndex userIndex() {
        return services.userIndex;
    }

    /// What is to be done now and then.
    public AccountsCleanup cleanup() {
        return services.cleanup;
    }

    /// Writes what is only in memory, and stops the threads. The database must still be open.
    @Override
    public void close() {
        services.close();
    }
}
