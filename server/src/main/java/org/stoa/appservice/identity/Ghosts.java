package org.stoa.appservice.identity;

import java.util.Optional;
import org.stoa.accounts.register.NewAccount;
import org.stoa.accounts.register.Registrar;
import org.stoa.appservice.Registration;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;

/// The accounts of the users for whom application services speak. Thread-safe.
public final class Ghosts {
    private final Database database;
    private final Registrar registrar;
    private final AccountRepository accounts = new AccountRepository();

    /// Makes them with the registrar of all accounts.
    public Ghosts(Database database, Registrar registrar) {
        this.database = database;
        this.registrar = registrar;
    }

    /// The account of a user of this server; empty when there is none.
    public Optional<Account> find(UserId user) {
        return database.read(tx -> accounts.findByLocalpart(tx, user.localpart()));
    }

    /// The account of a user, made if there is none.
    public Account ensure(Registration service, UserId user) {
        return find(user).orElseGet(() -> make(service, user));
    }

    private Account make(Registration service, UserId user) {
        try {
            registrar.create(NewAccount.ghost(user, service.id()), tx -> {});
        } catch (MatrixException made) {
            // Two requests at once: the other one made it.
            if (made.code() != ErrorCode.USER_IN_USE) {
                throw made;
            }
        }
        return find(user).orElseThrow();
    }
}
