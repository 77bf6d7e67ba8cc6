package org.stoa.accounts.session;

import java.time.Duration;
import java.util.Optional;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.ShortTokenRepository;
import org.stoa.storage.accounts.ShortTokenRepository.Kind;

/// Tokens by which users show other services who they are, and that are good for nothing else.
///
/// Thread-safe. Spec: client-server-api#openid (v1.19).
public final class OpenIdTokens {

    /// How long one is good.
    public static final Duration LIFETIME = Duration.ofHours(1);

    private final Database database;
    private final AccountRepository accounts;
    private final ShortTokenRepository tokens;
    private final TokenTexts texts;
    private final ServerName serverName;
    private final Time time;

    /// Keeps the tokens in this database.
    public OpenIdTokens(
            Database database,
            AccountRepository accounts,
            ShortTokenRepository tokens,
            TokenTexts texts,
            ServerName serverName,
            Time time) {
        this.database = database;
        this.accounts = accounts;
        this.tokens = tokens;
        this.texts = texts;
        this.serverName = serverName;
        this.time = time;
    }

    /// Returns a new token for a user.
    public String make(long user) {
        String token = texts.openIdToken();
        long expires = time.millis() + LIFETIME.toMillis();
        database.execute(
                tx -> tokens.insert(tx, TokenTexts.hash(token), Kind.OPENID, user, expires));
        return token;
    }

    /// Returns whose token it is; empty when it is unknown or too old, or the account was closed or locked.
    public Optional<UserId> ownerOf(String token) {
        byte[] hash = TokenTexts.hash(token);
        long now = time.millis();
        return database.read(
                tx ->
                        tokens.find(tx, hash, Kind.OPENID, now)
                                .flatMap(user -> accounts.find(tx, user))
                                .filter(account -> !account.isDeactivated() && !account.locked())
                                .map(account -> UserId.of(account.localpart(), serverName)));
    }
}
