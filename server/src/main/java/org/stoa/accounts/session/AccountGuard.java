package org.stoa.accounts.session;

import java.util.List;
import org.stoa.accounts.interactive.AuthFlow;
import org.stoa.accounts.interactive.DummyStage;
import org.stoa.accounts.interactive.GuardedAction;
import org.stoa.accounts.interactive.GuardedCall;
import org.stoa.accounts.interactive.InteractiveAuth;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.auth.Requester;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccountRepository;

/// Lets users act on their own account once they have proven again who they are: by their password, if
/// the account has one. An account without a password has nothing to ask for, so the token suffices,
/// behind a dummy stage. Application services are exempt.
public final class AccountGuard {

    private final Database database;
    private final AccountRepository accounts;
    private final InteractiveAuth interactive;

    /// Wires it to the accounts and to the sessions of the authentication.
    public AccountGuard(
            Database database, AccountRepository accounts, InteractiveAuth interactive) {
        this.database = database;
        this.accounts = accounts;
        this.interactive = interactive;
    }

    /// Handles a request of a user for an operation on the own account.
    ///
    /// @param operation its name with what it acts on
    ///
    /// Errors: M_FORBIDDEN when the session was opened for another operation, and what the action throws.
    public Response guard(Request request, String operation, GuardedAction action) {
        Requester requester = request.requester();
        if (requester.appService().isPresent()) {
            return interactive.exempt(request.body(), action);
        }
        var call =
                new GuardedCall(
                        operation,
                        requester.userNid(),
                        request.remoteAddress().getHostAddress(),
                        List.of(flow(requester.userNid())),
                        false);
        return interactive.guard(call, request.body(), action);
    }

    private AuthFlow flow(long user) {
        boolean hasPassword =
                database.read(tx -> accounts.find(tx, user))
                        .map(account -> account.passwordHash() != null)
                        .orElse(false);
        return AuthFlow.of(hasPassword ? PasswordStage.TYPE : DummyStage.TYPE);
    }
}
