package org.stoa.accounts.session;

import java.time.Duration;
import java.util.function.Consumer;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.ShortTokenRepository;
import org.stoa.storage.accounts.ShortTokenRepository.Kind;

/// Tokens that let a user who is logged in log another client in, once and soon.
///
/// Who has no password has nothing to give consent with, so there are none for such accounts.
///
/// Thread-safe. Spec: client-server-api#post_matrixclientv1loginget_token and #token-based-user-login (v1.19).
public final class LoginTokens {

    /// "`120000` (2 minutes) is recommended as a default."
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    private final Database database;
    private final AccountRepository accounts;
    private final ShortTokenRepository tokens;
    private final TokenTexts texts;
    private final Time time;

    /// Keeps the tokens in this database.
    public LoginTokens(
            Database database,
            AccountRepository accounts,
            ShortTokenRepository tokens,
            TokenTexts texts,
            Time time) {
        this.database = database;
        this.accounts = accounts;
        this.tokens = tokens;
        this.texts = texts;
        this.time = time;
    }

    /// Whether a user can make such tokens: whether the account has a password.
    public boolean areFor(long user) {
        return database.read(tx -> accounts.find(tx, user))
                .filter(account -> !account.isDeactivated())
                .map(account -> account.passwordHash() != null)
                .orElse(false);
    }

    /// Returns a new token for a user.
    ///
    /// @param also writes rows with it; when it throws, there is no token
    public String make(long user, Consumer<WriteTx> also) {
        String token = texts.loginToken();
        long expires = time.millis() + LIFETIME.toMillis();
        database.execute(
                tx -> {
                    tokens.insert(tx, TokenTexts.hash(token), Kind.LOGIN, user, expires);
                    also.accept(tx);
                });
        return token;
    }

    /// Uses a token up and returns the account it is for.
    ///
    /// Errors: M_FORBIDDEN when there is no such token, also because it was used or its time is over; M_USER_DEACTIVATED.
    public Account use(String token) {
        byte[] hash = TokenTexts.hash(token);
        long now = time.millis();
        Account account =
                database.read(tx -> tokens.find(tx, hash, Kind.LOGIN, now))
                        .flatMap(user -> database.read(tx -> accounts.find(tx, user)))
                        .orElseThrow(LoginTokens::unknown);
        if (account.isDeactivated()) {
            throw new MatrixException(ErrorCode.USER_DEACTIVATED, "The account was closed");
        }
        // Of two who log in with the same token at once, one deletes it.
        if (!database.write(tx -> tokens.delete(tx, hash))) {
            throw unknown();
        }
        return account;
    }

    private static MatrixException unknown() {
        return new MatrixException(
                ErrorCode.FORBIDDEN, "The login token is unknown, used, or older than 2 minutes");
    }
}
