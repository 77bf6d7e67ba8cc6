package org.stoa.accounts.moderation;

import java.util.List;
import org.stoa.accounts.session.Sessions;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.Device;

/// What administrators do about the accounts of others. That the requester is one is checked before any account is looked
/// up, by the access of the routes. Thread-safe.
public final class AccountModeration {

    private final Database database;
    private final AccountRepository accounts;
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final ServerName serverName;

    /// Wires it to the accounts and their sessions.
    public AccountModeration(
            Database database,
            AccountRepository accounts,
            Sessions sessions,
            AccessTokens accessTokens,
            ServerName serverName) {
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.serverName = serverName;
    }

    /// Whether a restriction is in force for a user.
    ///
    /// Errors: M_INVALID_PARAM when the user is not of this server; M_NOT_FOUND when there is no such account in use;
    /// M_FORBIDDEN when it is another administrator's.
    public boolean isRestricted(Requester administrator, String user, Restriction restriction) {
        Account account = local(user);
        refuseOtherAdministrators(administrator, account);
        return restriction.isOn(account);
    }

    /// Puts a restriction into force for a user, or lifts it.
    ///
    /// Errors: as above; M_FORBIDDEN also when it is the administrator's own account.
    public void restrict(
            Requester administrator, String user, Restriction restriction, boolean on) {
        Account account = local(user);
        refuseOtherAdministrators(administrator, account);
        if (account.user() == administrator.userNid()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "Administrators cannot do that to their own account");
        }
        database.execute(
                tx -> {
                    restriction.set(tx, accounts, account.user(), on);
                    tx.onCommitted(() -> accessTokens.evictUser(account.user()));
                });
    }

    /// Returns the devices of a user, for the user and for administrators.
    ///
    /// Errors: M_FORBIDDEN for anybody else; then as above, without the last.
    public List<Device> devices(Requester requester, String user) {
        if (!requester.admin() && !requester.userId().toString().equals(user)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "Only administrators may look at other accounts");
        }
        return sessions.devices(local(user).user());
    }

    private static void refuseOtherAdministrators(Requester administrator, Account account) {
        if (account.admin() && account.user() != administrator.userNid()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The account is that of another administrator");
        }
    }

    private Account local(String user) {
        UserId userId =
                UserId.tryParse(user)
                        .filter(parsed -> parsed.server().equals(serverName))
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "That is no user of this server"));
        return database.read(tx -> accounts.findByLocalpart(tx, userId.localpart()))
                .filter(account -> !account.isDeactivated())
                .orElseThrow(
                        () -> new MatrixException(ErrorCode.NOT_FOUND, "There is no such account"));
    }
}
