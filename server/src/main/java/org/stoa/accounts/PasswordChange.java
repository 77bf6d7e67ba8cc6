package org.stoa.accounts;

import org.jspecify.annotations.Nullable;
import org.stoa.accounts.password.Passwords;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.session.Sessions;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccountRepository;

/// Gives accounts new passwords. Spec: client-server-api#password-management (v1.19).
public final class PasswordChange {

    private final Database database;
    private final AccountRepository accounts;
    private final Passwords passwords;
    private final Registrar registrar;
    private final Sessions sessions;

    PasswordChange(
            Database database,
            AccountRepository accounts,
            Passwords passwords,
            Registrar registrar,
            Sessions sessions) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.registrar = registrar;
        this.sessions = sessions;
    }

    /// Refuses what cannot be a new password: M_WEAK_PASSWORD, M_INVALID_PARAM.
    public void check(String password) {
        registrar.checkPassword(password);
    }

    /// Sets a user's password.
    ///
    /// @param closeSessions whether the user's sessions end
    /// @param keptDevice the device whose session stays in any case, or `null`
    public void change(
            long user, String password, boolean closeSessions, @Nullable String keptDevice) {
        check(password);
        String hash = passwords.hash(password);
        database.write(
                tx -> {
                    accounts.setPassword(tx, user, hash);
                    return closeSessions ? sessions.closeAll(tx, user, keptDevice) : 0;
                });
    }
}
