package org.stoa.accounts.register;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.accounts.password.Passwords;
import org.stoa.accounts.search.UserIndex;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.AccountRepository;

/// Makes accounts, whoever asks for them: clients, tools or the operator. Thread-safe.
public final class Registrar {

    private static final int RANDOM_NAME_LENGTH = 12;

    private final Database database;
    private final AccountRepository accounts;
    private final Passwords passwords;
    private final UserIndex index;
    private final NamespaceGuard guard;
    private final ServerName serverName;
    private final int minimumPasswordLength;
    private final Randomness randomness;
    private final Time time;

    /// Wires it to its table, and to who knows of reserved names.
    public Registrar(
            Database database,
            AccountRepository accounts,
            Passwords passwords,
            UserIndex index,
            NamespaceGuard guard,
            ServerName serverName,
            int minimumPasswordLength,
            Randomness randomness,
            Time time) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.index = index;
        this.guard = guard;
        this.serverName = serverName;
        this.minimumPasswordLength = minimumPasswordLength;
        this.randomness = randomness;
        this.time = time;
    }

    /// Returns the user id for a wished name, if somebody may have it.
    ///
    /// Errors: M_INVALID_USERNAME, M_USER_IN_USE, M_EXCLUSIVE.
    public UserId checkFree(String wished) {
        UserId userId = NewName.parse(wished, serverName);
        checkNotReserved(userId);
        if (database.read(tx -> accounts.findByLocalpart(tx, userId.localpart())).isPresent()) {
            throw inUse();
        }
        return userId;
    }

    /// Returns a user id that nobody has, of random letters.
    public UserId randomName() {
        return NewName.parse(randomness.capitals(RANDOM_NAME_LENGTH), serverName);
    }

    /// Refuses passwords that are too short (M_WEAK_PASSWORD) or too long (M_INVALID_PARAM).
    public void checkPassword(String password) {
        if (password.length() < minimumPasswordLength) {
            throw new MatrixException(
                    ErrorCode.WEAK_PASSWORD,
                    "A password needs at least " + minimumPasswordLength + " characters");
        }
        if (password.length() > Passwords.MAX_LENGTH) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "A password may have at most " + Passwords.MAX_LENGTH + " characters");
        }
    }

    /// Makes an account and returns the number of its user.
    ///
    /// @param also writes rows with it; when it throws, the account is not made
    ///
    /// Errors: M_EXCLUSIVE, M_USER_IN_USE, and those of `also`.
    public long create(NewAccount wish, Consumer<WriteTx> also) {
        if (wish.kind() != AccountKind.APP_SERVICE) {
            checkNotReserved(wish.userId());
        }
        String hash = hash(wish.password());
        long user = database.names().user(wish.userId());
        Account account =
                Account.fresh(user, wish.userId().localpart(), hash, wish.kind(), time.millis())
                        .withAdmin(wish.admin())
                        .withAppService(wish.appService());
        database.execute(tx -> create(tx, account, wish.consent(), also));
        return user;
    }

    /// Makes a user of a guest; the name stays.
    ///
    /// @param consent the policies that the guest accepted, as JSON; `null` for none
    /// @param also writes rows with it; when it throws, the guest stays one
    ///
    /// Errors: M_FORBIDDEN when the account is no guest's, and those of `also`.
    public void upgradeGuest(
            long user,
            @Nullable String password,
            @Nullable String consent,
            Consumer<WriteTx> also) {
        String hash = hash(password);
        database.execute(
                tx -> {
                    if (!accounts.makeUser(tx, user, hash)) {
                        throw new MatrixException(
                                ErrorCode.FORBIDDEN, "The token is not of a guest");
                    }
                    complete(tx, user, consent, also);
                });
    }

    private void create(
            WriteTx tx, Account account, @Nullable String consent, Consumer<WriteTx> also) {
        if (accounts.findByLocalpart(tx, account.localpart()).isPresent()) {
            throw inUse();
        }
        accounts.insert(tx, account);
        complete(tx, account.user(), consent, also);
    }

    private void complete(WriteTx tx, long user, @Nullable String consent, Consumer<WriteTx> also) {
        if (consent != null) {
            accounts.setConsent(tx, user, consent);
        }
        index.update(tx, user);
        also.accept(tx);
    }

    private @Nullable String hash(@Nullable String password) {
        return password == null ? null : passwords.hash(password);
    }

    private void checkNotReserved(UserId userId) {
        Set<String> owners = guard.ownersOf(userId);
        if (!owners.isEmpty()) {
            throw new MatrixException(
                    ErrorCode.EXCLUSIVE, "The name is reserved by an application service");
        }
    }

    private static MatrixException inUse() {
        return new MatrixException(ErrorCode.USER_IN_USE, "The name is taken");
    }
}
