package org.stoa.accounts.endpoint;

import org.stoa.accounts.AppServices;
import org.stoa.accounts.register.NewName;
import org.stoa.accounts.session.UserIdentifier;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;

/// Finds the account that an application service logs in as, which takes no password.
///
/// Spec: application-service-api#server-admin-style-permissions (v1.19).
public final class GhostLogin {
    private final AppServices services;
    private final Database database;
    private final AccountRepository accounts;
    private final ServerName serverName;

    /// Looks into these accounts.
    public GhostLogin(
            AppServices services,
            Database database,
            AccountRepository accounts,
            ServerName serverName) {
        this.services = services;
        this.database = database;
        this.accounts = accounts;
        this.serverName = serverName;
    }

    /// Returns the account that the request names.
    ///
    /// Errors: M_MISSING_TOKEN, M_UNKNOWN_TOKEN; M_EXCLUSIVE when the user is not the service's; M_FORBIDDEN when there is no
    /// such account; M_USER_DEACTIVATED.
    Account account(Request request) {
        AppServices.Service service = services.require(request);
        UserId user =
                NewName.ofGhost(UserIdentifier.of(request.body()), serverName)
                        .orElseThrow(GhostLogin::unknown);
        AppServices.requireCovered(service, user);
        Account account =
                database.read(tx -> accounts.findByLocalpart(tx, user.localpart()))
                        .orElseThrow(GhostLogin::unknown);
        if (account.isDeactivated()) {
            throw new MatrixException(ErrorCode.USER_DEACTIVATED, "The account was closed");
        }
        return account;
    }

    private static MatrixException unknown() {
        return new MatrixException(ErrorCode.FORBIDDEN, "There is no such user here");
    }
}
