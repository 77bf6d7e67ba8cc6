package org.stoa.accounts.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.DeviceRemoved;
import org.stoa.accounts.SessionConfig;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.Device;
import org.stoa.storage.accounts.DeviceRepository;
import org.stoa.storage.accounts.RefreshTokenRow;
import org.stoa.storage.accounts.ShortTokenRepository;
import org.stoa.storage.accounts.TokenRepository;

/// Opens, refreshes and closes sessions: a device with its tokens.
///
/// Thread-safe. Spec: client-server-api#relationship-between-access-tokens-and-devices and
/// #refreshing-access-tokens (v1.19).
public final class Sessions {

    private final Database database;
    private final AccountRepository accounts;
    private final DeviceRepository devices;
    private final TokenRepository tokens;
    private final ShortTokenRepository shortTokens;
    private final AccessTokens accessTokens;
    private final TokenTexts texts;
    private final SessionConfig config;
    private final DeviceRemoved deviceRemoved;
    private final Time time;
    private final Coalescer<String, RefreshResult> refreshes = new Coalescer<>();

    /// Wires it to its tables, and to who hears of removed devices.
    public Sessions(
            Database database,
            AccountRepository accounts,
            DeviceRepository devices,
            TokenRepository tokens,
            ShortTokenRepository shortTokens,
            AccessTokens accessTokens,
            TokenTexts texts,
            SessionConfig config,
            DeviceRemoved deviceRemoved,
            Time time) {
        this.database = database;
        this.accounts = accounts;
        this.devices = devices;
        this.tokens = tokens;
        this.shortTokens = shortTokens;
        this.accessTokens = accessTokens;
        this.texts = texts;
        this.config = config;
        this.deviceRemoved = deviceRemoved;
        this.time = time;
    }

    /// Opens a session. A device of that id that exists is used again, and its old tokens are gone.
    /// Empty when the account was closed meanwhile.
    public Optional<OpenedSession> open(long user, SessionWish wish) {
        return open(user, wish, account -> true);
    }

    /// Opens a session for who proved to know an account's password. Empty when the account was closed or its password
    /// changed since the account was read: whoever changed it has ended all sessions, and wants no new one of the old
    /// password.
    public Optional<OpenedSession> open(Account proven, SessionWish wish) {
        return open(
                proven.user(),
                wish,
                now -> Objects.equals(now.passwordHash(), proven.passwordHash()));
    }

    private Optional<OpenedSession> open(
            long user, SessionWish wish, Predicate<Account> condition) {
        long now = time.millis();
        String deviceId = wish.deviceId() == null ? texts.deviceId() : wish.deviceId();
        Duration lifetime = config.sessionLifetime();
        Long sessionEnd = lifetime == null ? null : now + lifetime.toMillis();
        TokenPair pair =
                TokenPair.make(texts, config, deviceId, wish.refreshable(), sessionEnd, now);
        boolean stored =
                database.write(
                        tx ->
                                accounts.find(tx, user).filter(condition).isPresent()
                                        && store(tx, user, wish.deviceName(), pair));
        return stored ? Optional.of(pair.opened()) : Optional.empty();
    }

    /// Exchanges a refresh token for a new pair. The old pair stays valid until the new one is used.
    ///
    /// Who does it again before that, since the answer was lost, gets another pair in place of the one that nobody used. Those
    /// who do it at the same time, such as two windows of one client, all get the same: of different pairs only one would live,
    /// and the other window be logged out.
    public RefreshResult refresh(String refreshToken) {
        return refreshes.get(refreshToken, () -> refreshOnce(refreshToken));
    }

    private RefreshResult refreshOnce(String refreshToken) {
        byte[] hash = TokenTexts.hash(refreshToken);
        Optional<RefreshTokenRow> known = database.read(tx -> tokens.findRefresh(tx, hash));
        if (known.isEmpty()) {
            return new RefreshResult.Unknown();
        }
        RefreshTokenRow old = known.get();
        long now = time.millis();
        TokenPair pair = TokenPair.make(texts, config, old.deviceId(), true, old.sessionTs(), now);
        return database.write(tx -> refresh(tx, hash, pair));
    }

    /// Closes a session: the device and its tokens are gone. `false` when there was no such device.
    public boolean close(long user, String deviceId) {
        return database.write(tx -> close(tx, user, List.of(deviceId))) > 0;
    }

    /// Closes some sessions of a user; unknown devices do not matter.
    public void close(long user, List<String> deviceIds) {
        database.write(tx -> close(tx, user, deviceIds));
    }

    /// Closes all sessions of a user but that of one device (`null`: all).
    public void closeAll(long user, @Nullable String except) {
        database.write(tx -> closeAll(tx, user, except));
    }

    /// Closes all sessions of a user but that of one device (`null`: all), inside a transaction; returns how many. Log-in tokens
    /// that were given out before open none any more.
    public int closeAll(WriteTx tx, long user, @Nullable String except) {
        shortTokens.deleteOf(
                tx,
                user,
                ShortTokenRepository.Kind.LOGIN,
                time.millis(),
                LoginTokens.LIFETIME.toMillis());
        List<String> ids =
                devices.list(tx, user).stream()
                        .map(Device::deviceId)
                        .filter(id -> !id.equals(except))
                        .toList();
        return close(tx, user, ids);
    }

    /// Returns a user's devices in the order of their ids.
    public List<Device> devices(long user) {
        return database.read(tx -> devices.list(tx, user));
    }

    /// Returns one device of a user.
    public Optional<Device> device(long user, String deviceId) {
        return database.read(tx -> devices.find(tx, user, deviceId));
    }

    /// Names a device; `false` when the user has none of that id.
    ///
    /// Errors: M_INVALID_PARAM when the name is too long.
    public boolean rename(long user, String deviceId, String name) {
        SessionWish.checkName(name);
        return database.write(tx -> devices.rename(tx, user, deviceId, name));
    }

    /// Makes a device without a session, or names the one that is there.
    ///
    /// Errors: M_INVALID_PARAM when the id or the name is too long.
    public void ensureDevice(long user, String deviceId, @Nullable String name) {
        SessionWish wish = SessionWish.checked(deviceId, name);
        long now = time.millis();
        database.execute(
                tx -> {
                    boolean isNew = devices.insert(tx, user, deviceId, wish.deviceName(), now);
                    if (!isNew && name != null) {
                        devices.rename(tx, user, deviceId, name);
                    }
                });
    }

    private boolean store(WriteTx tx, long user, @Nullable String deviceName, TokenPair pair) {
        if (!isInUse(tx, user)) {
            return false;
        }
        String deviceId = pair.opened().deviceId();
        evictAfterCommit(tx, tokens.deleteOfDevice(tx, user, deviceId));
        devices.insert(tx, user, deviceId, deviceName, pair.now());
        // It replaces nothing, so its first use need not be noted.
        insert(tx, user, pair, true);
        return true;
    }

    private RefreshResult refresh(WriteTx tx, byte[] hash, TokenPair pair) {
        RefreshTokenRow old = tokens.findRefresh(tx, hash).orElse(null);
        if (old == null || !isInUse(tx, old.user())) {
            return new RefreshResult.Unknown();
        }
        if (isOver(old.expiresTs(), pair.now()) || isOver(old.sessionTs(), pair.now())) {
            return new RefreshResult.Expired();
        }
        if (accounts.find(tx, old.user()).orElseThrow().locked()) {
            return new RefreshResult.Locked();
        }
        List<byte[]> gone = new ArrayList<>();
        for (RefreshTokenRow other : tokens.refreshTokens(tx, old.user(), old.deviceId())) {
            if (isBefore(other, old) || isBefore(old, other)) {
                // What this one replaced, and what replaced this one without ever being used.
                gone.addAll(tokens.deleteRefresh(tx, other));
            }
        }
        insert(tx, old.user(), pair, false);
        byte[] next = pair.refreshHash();
        if (next != null) {
            tokens.setNext(tx, hash, next);
        }
        evictAfterCommit(tx, gone);
        return new RefreshResult.Refreshed(pair.opened());
    }

    private void insert(WriteTx tx, long user, TokenPair pair, boolean used) {
        tokens.insertAccess(tx, pair.accessRow(user, used));
        RefreshTokenRow refresh = pair.refreshRow(user);
        if (refresh != null) {
            tokens.insertRefresh(tx, refresh);
        }
    }

    private int close(WriteTx tx, long user, List<String> deviceIds) {
        int closed = 0;
        List<byte[]> gone = new ArrayList<>();
        // A user has few devices; each has rows in several tables.
        for (String deviceId : deviceIds) {
            gone.addAll(tokens.deleteOfDevice(tx, user, deviceId));
            if (devices.delete(tx, user, deviceId)) {
                deviceRemoved.removed(tx, user, deviceId);
                closed++;
            }
        }
        evictAfterCommit(tx, gone);
        return closed;
    }

    private void evictAfterCommit(WriteTx tx, List<byte[]> hashes) {
        if (!hashes.isEmpty()) {
            tx.onCommitted(() -> accessTokens.evict(hashes));
        }
    }

    private boolean isInUse(Tx tx, long user) {
        return accounts.find(tx, user).map(account -> !account.isDeactivated()).orElse(false);
    }

    private static boolean isBefore(RefreshTokenRow first, RefreshTokenRow second) {
        return first.next() != null && Arrays.equals(first.next(), second.hash());
    }

    private static boolean isOver(@Nullable Long end, long now) {
        return end != null && end <= now;
    }
}
