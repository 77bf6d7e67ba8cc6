package org.stoa.accounts.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoa.http.Request;
import org.stoa.http.auth.Requester;
import org.stoa.http.auth.Scope;
import org.stoa.http.auth.TokenLookup;
import org.stoa.http.auth.TokenResult;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccessTokenRow;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.RefreshTokenRow;
import org.stoa.storage.accounts.TokenOwner;
import org.stoa.storage.accounts.TokenRepository;

/// Finds whose access token one is. Tokens in use are kept in a cache of bounded size, so that a request
/// costs no database; who changes tokens or accounts evicts them from it after the commit.
///
/// Thread-safe. Spec: client-server-api#using-access-tokens (v1.19).
public final class AccessTokens implements TokenLookup {

    /// Tokens in use at once that need no database; about 500 bytes each.
    private static final int MAX_CACHED = 100_000;

    private final Database database;
    private final TokenRepository tokens;
    private final ServerName serverName;
    private final LastSeen lastSeen;
    private final Time time;
    private final Cache<String, Known> cache =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    /// Counts evictions: what was read before one may not be cached after it.
    private final AtomicLong evictions = new AtomicLong();

    /// Looks tokens of this server's users up.
    public AccessTokens(
            Database database,
            TokenRepository tokens,
            ServerName serverName,
            LastSeen lastSeen,
            Time time) {
        this.database = database;
        this.tokens = tokens;
        this.serverName = serverName;
        this.lastSeen = lastSeen;
        this.time = time;
    }

    @Override
    public TokenResult find(String token, Request request) {
        Known known = known(token);
        if (known == null) {
            return new TokenResult.Unknown();
        }
        if (known.isExpired(time.millis())) {
            return new TokenResult.Expired();
        }
        note(known.requester(), request);
        return new TokenResult.Found(known.requester());
    }

    /// Returns whose token this is, if it is valid now; does not count as seeing the device.
    public Optional<Requester> ownerOf(String token) {
        Known known = known(token);
        if (known == null || known.isExpired(time.millis())) {
            return Optional.empty();
        }
        return Optional.of(known.requester());
    }

    /// Forgets tokens that were deleted or changed. To be called after the commit.
    public void evict(List<byte[]> hashes) {
        evictions.incrementAndGet();
        for (byte[] hash : hashes) {
            cache.invalidate(HexFormat.of().formatHex(hash));
        }
    }

    /// Forgets all tokens of a user whose account was changed. To be called after the commit.
    public void evictUser(long user) {
        evictions.incrementAndGet();
        cache.asMap().values().removeIf(known -> known.requester().userNid() == user);
    }

    private @Nullable Known known(String token) {
        byte[] hash = TokenTexts.hash(token);
        String key = HexFormat.of().formatHex(hash);
        Known known = cache.getIfPresent(key);
        return known == null ? load(hash, key) : known;
    }

    private void note(Requester requester, Request request) {
        lastSeen.note(
                requester.userNid(),
                requester.deviceId().orElseThrow(),
                time.millis(),
                request.remoteAddress().getHostAddress(),
                request.header("User-Agent").orElse(null));
    }

    private @Nullable Known load(byte[] hash, String key) {
        long evictionsBefore = evictions.get();
        TokenOwner owner = database.read(tx -> tokens.findAccess(tx, hash)).orElse(null);
        if (owner == null || owner.account().isDeactivated()) {
            return null;
        }
        AccessTokenRow token = owner.token();
        if (token.expiresTs() != null && token.expiresTs() <= time.millis()) {
            return known(owner);
        }
        if (!token.used()) {
            confirm(token);
        }
        Known known = known(owner);
        cache.put(key, known);
        if (evictions.get() != evictionsBefore) {
            cache.invalidate(key);
        }
        return known;
    }

    /// "The old refresh token remains valid until the new access token or refresh token is used."
    private void confirm(AccessTokenRow token) {
        List<byte[]> replaced =
                database.write(
                        tx -> {
                            tokens.markUsed(tx, token.hash());
                            Optional<RefreshTokenRow> old =
                                    tokens
                                            .refreshTokens(tx, token.user(), token.deviceId())
                                            .stream()
                                            .filter(row -> isReplacedBy(row, token))
                                            .findFirst();
                            return old.isPresent()
                                    ? tokens.deleteRefresh(tx, old.get())
                                    : List.<byte[]>of();
                        });
        if (!replaced.isEmpty()) {
            evict(replaced);
        }
    }

    private static boolean isReplacedBy(RefreshTokenRow old, AccessTokenRow token) {
        return old.next() != null && Arrays.equals(old.next(), token.refresh());
    }

    private Known known(TokenOwner owner) {
        Account account = owner.account();
        AccessTokenRow token = owner.token();
        var requester =
                new Requester(
                        UserId.of(account.localpart(), serverName),
                        account.user(),
                        Optional.of(token.deviceId()),
                        account.kind() == AccountKind.GUEST,
                        account.admin(),
                        account.suspended(),
                        account.locked(),
                        Optional.empty(),
                        Optional.of(token.hash()),
                        Set.of(Scope.CLIENT_API),
                        OptionalLong.empty());
        return new Known(requester, token.expiresTs());
    }

    private record Known(Requester requester, @Nullable Long expiresTs) {

        boolean isExpired(long now) {
            return expiresTs != null && expiresTs <= now;
        }
    }
}
