package org.stoa.accounts.session;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.LoginLimit;
import org.stoa.accounts.password.PasswordCheck;
import org.stoa.accounts.password.Passwords;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;

/// Finds the account that a name and a password belong to. Takes as long for names that nobody has.
///
/// Thread-safe.
public final class PasswordLogin {

    private final Database database;
    private final AccountRepository accounts;
    private final Passwords passwords;
    private final ServerName serverName;
    private final FailedAttempts failures;

    /// Checks passwords of this server's accounts.
    public PasswordLogin(
            Database database,
            AccountRepository accounts,
            Passwords passwords,
            ServerName serverName,
            LoginLimit limit,
            Time time) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.serverName = serverName;
        this.failures = new FailedAttempts(limit, time);
    }

    /// Returns the account of a user id or localpart with this password.
    ///
    /// @param address where the request came from
    ///
    /// Errors: M_FORBIDDEN when there is no such account, or it has another password or none; M_USER_DEACTIVATED;
    /// M_LIMIT_EXCEEDED after too many failed attempts.
    public Account authenticate(String user, String password, String address) {
        Account account = localpart(user).flatMap(this::find).orElse(null);
        String name = account == null ? user.toLowerCase(Locale.ROOT) : account.localpart();
        failures.check(name, address);
        PasswordCheck check =
                passwords.check(password, account == null ? null : account.passwordHash());
        if (account != null && account.isDeactivated()) {
            throw new MatrixException(ErrorCode.USER_DEACTIVATED, "The account was closed");
        }
        if (account == null || !check.isRight()) {
            failures.failed(name, address);
            throw new MatrixException(ErrorCode.FORBIDDEN, "Wrong name or password");
        }
        return check == PasswordCheck.OUTDATED ? renewed(account, password) : account;
    }

    /// Returns the localpart from a user id of this server or a localpart; empty for users of other servers.
    private Optional<String> localpart(String user) {
        if (!user.startsWith("@")) {
            return Optional.of(user);
        }
        return UserId.tryParse(user)
                .filter(userId -> userId.server().equals(serverName))
                .map(UserId::localpart);
    }

    /// New names have no capitals, but people type them; old names may have some.
    private Optional<Account> find(String localpart) {
        return database.read(
                tx -> {
                    Optional<Account> exact = accounts.findByLocalpart(tx, localpart);
                    return exact.isPresent() ? exact : findLowered(tx, localpart);
                });
    }

    private Optional<Account> findLowered(Tx tx, String localpart) {
        return accounts.findByLocalpart(tx, localpart.toLowerCase(Locale.ROOT));
    }

    private Account renewed(Account account, String password) {
        @Nullable String outdated = account.passwordHash();
        if (outdated == null) {
            return account;
        }
        String hash = passwords.hash(password);
        boolean replaced =
                database.write(
                        tx -> accounts.replacePasswordHash(tx, account.user(), outdated, hash));
        return replaced ? account.withPasswordHash(hash) : account;
    }
}
