package org.stoa.appservice;

import java.util.List;
import org.stoa.accounts.AccountsModule;
import org.stoa.appservice.identity.AssertedIdentity;
import org.stoa.appservice.identity.Ghosts;
import org.stoa.http.auth.TokenLookup;
import org.stoa.storage.Database;

/// Wires the application services.
public final class AppServiceModule {
    private final Registrations registrations;
    private final Database database;
    private final Ghosts ghosts;

    /// Builds everything over these registrations; nothing runs by itself.
    public AppServiceModule(
            Registrations registrations, Database database, AccountsModule accounts) {
        this.registrations = registrations;
        this.database = database;
        this.ghosts = new Ghosts(database, accounts.registrar());
    }

    /// Knows the tokens of application services, and asks others for the rest.
    public TokenLookup tokenLookup(TokenLookup others) {
        return new AssertedIdentity(others, registrations, ghosts, database, service -> {});
    }

    /// Begins the work that goes on by itself.
    public void start() {
        makeSenders();
    }

    /// Lets other registrations hold from now on.
    public void replace(List<Registration> others) {
        registrations.replace(others);
        makeSenders();
    }

    /// The registrations that hold now.
    public Registrations registrations() {
        return registrations;
    }

    /// Each service has a user of its own from the beginning, so that it can be invited and looked up.
    private void makeSenders() {
        for (Registration each : registrations.all()) {
            ghosts.ensure(each, each.sender());
        }
    }
}
