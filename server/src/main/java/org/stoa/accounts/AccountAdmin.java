package org.stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.register.NewAccount;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.AccountRepository;

/// What an operator does with accounts, from the command line or an administration API. Thread-safe.
public final class AccountAdmin {

    private static final int PAGE = 1_000;

    private final Database database;
    private final AccountRepository accounts;
    private final Registrar registrar;
    private final PasswordChange passwordChange;
    private final Deactivation deactivation;
    private final AccessTokens accessTokens;
    private final ServerName serverName;

    AccountAdmin(
            Database database,
            AccountRepository accounts,
            Registrar registrar,
            PasswordChange passwordChange,
            Deactivation deactivation,
            AccessTokens accessTokens,
            ServerName serverName) {
        this.database = database;
        this.accounts = accounts;
        this.registrar = registrar;
        this.passwordChange = passwordChange;
        this.deactivation = deactivation;
        this.accessTokens = accessTokens;
        this.serverName = serverName;
    }

    /// Makes an account.
    ///
    /// @param name localpart of the user id; capitals become small letters
    /// @param password for logging in, `null`: there is no log-in by password
    /// @param admin whether it may administer the server
    ///
    /// Errors: M_INVALID_USERNAME, M_USER_IN_USE, M_EXCLUSIVE, M_WEAK_PASSWORD, M_INVALID_PARAM.
    public UserId create(String name, @Nullable String password, boolean admin) {
        if (password != null) {
            passwordChange.check(password);
        }
        UserId userId = registrar.checkFree(name);
        registrar.create(new NewAccount(userId, password, AccountKind.USER, admin), tx -> {});
        return userId;
    }

    /// Sets a password, and ends the user's sessions.
    ///
    /// Errors: M_NOT_FOUND when there is no such account in use; M_WEAK_PASSWORD; M_INVALID_PARAM.
    public void setPassword(String user, String password) {
        passwordChange.change(inUse(user).user(), password, true, null);
    }

    /// Gives or takes the rights of an administrator. Errors: M_NOT_FOUND.
    public void setAdmin(String user, boolean admin) {
        change(user, (tx, number) -> accounts.setAdmin(tx, number, admin));
    }

    /// Locks or unlocks an account. Errors: M_NOT_FOUND. Spec: client-server-api#account-locking (v1.19).
    public void setLocked(String user, boolean locked) {
        change(user, (tx, number) -> accounts.setLocked(tx, number, locked));
    }

    /// Suspends an account or lifts the suspension. Errors: M_NOT_FOUND.
    /// Spec: client-server-api#account-suspension (v1.19).
    public void setSuspended(String user, boolean suspended) {
        change(user, (tx, number) -> accounts.setSuspended(tx, number, suspended));
    }

    /// Closes an account for good. Errors: M_NOT_FOUND.
    public void deactivate(String user, boolean erase) {
        Account account = inUse(user);
        deactivation.deactivate(account.user(), userId(account), erase);
    }

    /// Returns all accounts in the order of their localparts, closed ones too.
    public List<AccountSummary> list() {
        List<AccountSummary> all = new ArrayList<>();
        String last = "";
        List<Account> page;
        do {
            String after = last;
            page = database.read(tx -> accounts.list(tx, after, PAGE));
            for (Account account : page) {
                all.add(AccountSummary.of(account, userId(account)));
                last = account.localpart();
            }
        } while (page.size() == PAGE);
        return all;
    }

    private void change(String user, AccountUpdate update) {
        long number = inUse(user).user();
        database.execute(
                tx -> {
                    update.apply(tx, number);
                    tx.onCommitted(() -> accessTokens.evictUser(number));
                });
    }

    private Account inUse(String user) {
        String localpart =
                UserId.tryParse(user)
                        .filter(userId -> userId.server().equals(serverName))
                        .map(UserId::localpart)
                        .orElse(user);
        return database.read(tx -> accounts.findByLocalpart(tx, localpart))
                .filter(account -> !account.isDeactivated())
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND, "There is no account named " + user));
    }

    private UserId userId(Account account) {
        return UserId.of(account.localpart(), serverName);
    }

    @FunctionalInterface
    private interface AccountUpdate {
        void apply(WriteTx tx, long user);
    }
}
